// exp and expm1.
//
// Lanes of floats: exp(x) = 2^m exp(r) with m = floor(x / ln 2 + 1/2) and r = x - m ln 2, ln 2 being
// subtracted in two parts; exp(r) = 1 + r + r² p(r). Lanes of doubles: the same with a rational
// approximation of exp(r). Coefficients: Cephes (S. Moshier), `expf` and `exp`. Scalars: the C
// library.
//
// expm1 on lanes: W. Kahan's formula (exp(x) - 1) x / log(exp(x)), with exp and log from here. On
// scalars and on doubles: the C library.

#ifndef TF1_GRAPHS_EXPONENTIAL_H_
#define TF1_GRAPHS_EXPONENTIAL_H_

#include <cmath>

#include "clibrary.h"
#include "lanes.h"
#include "logarithm.h"

namespace tf1 {

inline Floats Exp(Floats x) {
  const Floats most = Fill<Floats>(88.3762626647950f), least = Fill<Floats>(-88.3762626647949f);
  const Floats clamped = Greatest(Least(x, most), least);
  const Floats m = _mm256_floor_ps(clamped * 1.44269504088896341f + 0.5f);
  Floats r = clamped - m * 0.693359375f;
  r = r - m * -2.12194440e-4f;
  Floats y = Fill<Floats>(1.9875691500e-4f);
  y = y * r + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * (r * r) + r;
  y = y + 1.0f;
  const Ints exponent = (Ints)_mm256_cvtps_epi32(m + 127.0f);
  return Greatest(y * (Floats)(exponent << 23), x);  // the maximum keeps a NaN and +infinity
}

inline Doubles Exp(Doubles x) {
  const Doubles most = Fill<Doubles>(709.437), least = Fill<Doubles>(-709.436139303);
  const Doubles clamped = Greatest(Least(x, most), least);
  const Doubles m = _mm256_floor_pd(1.4426950408889634073599 * clamped + 0.5);
  Doubles r = clamped - m * 0.693145751953125;
  r = r - m * 1.42860682030941723212e-6;
  const Doubles r2 = r * r;
  Doubles p = Fill<Doubles>(1.26177193074810590878e-4);
  p = p * r2 + 3.02994407707441961300e-2;
  p = p * r2 + 9.99999999999999999910e-1;
  p = p * r;
  Doubles q = Fill<Doubles>(3.00198505138664455042e-6);
  q = q * r2 + 2.52448340349684104192e-3;
  q = q * r2 + 2.27265548208155028766e-1;
  q = q * r2 + 2.00000000000000000009e0;
  const Doubles y = 2.0 * (p / (q - p)) + 1.0;
  typedef int32_t Four __attribute__((vector_size(16)));
  const Four exponent = (Four)_mm256_cvtpd_epi32(m) + 1023;
  const Longs bits = __builtin_convertvector(exponent, Longs) << 52;
  return Greatest(y * (Doubles)bits, x);
}

inline float Expm1(float x) { return std::expm1(x); }
inline double Expm1(double x) { return std::expm1(x); }

inline Floats Expm1(Floats x) {
  const Floats u = Exp(x), less = u - 1.0f, log = Log(u);
  const Floats between = log == u ? u : less * (x / log);  // equal at infinity only
  return u == 1.0f ? x : (less == -1.0f ? Fill<Floats>(-1.0f) : between);
}

}  // namespace tf1

#endif  // TF1_GRAPHS_EXPONENTIAL_H_
