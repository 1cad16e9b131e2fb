// log and log1p.
//
// Lanes of floats: x = 2^e m with m in [sqrt(1/2), sqrt(2)), and log(x) = e ln 2 + log(m), where
// log(m) is a polynomial of degree 9 in m - 1 evaluated in three parts, and ln 2 is added in two.
// Coefficients: Cephes (S. Moshier), `logf`. Denormal numbers count as the smallest normal one.
// Scalars and doubles: the C library.
//
// log1p on lanes: W. Kahan's formula x log(u) / (u - 1) with u = 1 + x. Else: the C library.

#ifndef TF1_GRAPHS_LOGARITHM_H_
#define TF1_GRAPHS_LOGARITHM_H_

#include <cmath>
#include <limits>

#include "clibrary.h"
#include "lanes.h"

namespace tf1 {

inline Doubles Log(Doubles x) { return EachLane(x, [](double v) { return Log(v); }); }

inline Floats Log(Floats x) {
  const float infinity = std::numeric_limits<float>::infinity();
  const Floats normal = Greatest(x, Fill<Floats>(std::numeric_limits<float>::min()));
  const Ints bits = (Ints)normal;
  Floats e = __builtin_convertvector(bits >> 23, Floats) - 126.0f;
  Floats m = (Floats)((bits & ~0x7f800000) | 0x3f000000);  // in [1/2, 1)
  const Ints small = m < 0.707106781186547524f;
  const Floats added = (Floats)((Ints)m & small);
  m = (m - 1.0f) + added;
  e = e - (Floats)((Ints)Fill<Floats>(1.0f) & small);
  const Floats m2 = m * m, m3 = m2 * m;
  Floats p = 7.0376836292e-2f * m + -1.1514610310e-1f;
  Floats q = -1.2420140846e-1f * m + 1.4249322787e-1f;
  Floats r = 2.0000714765e-1f * m + -2.4999993993e-1f;
  p = p * m + 1.1676998740e-1f;
  q = q * m + -1.6668057665e-1f;
  r = r * m + 3.3333331174e-1f;
  p = p * m3 + q;
  p = p * m3 + r;
  p = p * m3;
  p = p + e * -2.12194440e-4f;
  m = (m - m2 * 0.5f) + p;
  m = m + e * 0.693359375f;
  const Ints not_positive = ~(Ints)(x >= 0.0f);  // a negative number or a NaN: all bits set
  const Floats finite = (Floats)((Ints)(x == infinity ? Fill<Floats>(infinity) : m) | not_positive);
  return x == 0.0f ? Fill<Floats>(-infinity) : finite;
}

inline float Log1p(float x) { return std::log1p(x); }
inline double Log1p(double x) { return std::log1p(x); }

inline Floats Log1p(Floats x) {
  const Floats u = x + 1.0f, log = Log(u);
  return (u == 1.0f) | (u == log) ? x : x * (log / (u - 1.0f));  // equal at infinity only
}

}  // namespace tf1

#endif  // TF1_GRAPHS_LOGARITHM_H_
