// Square root and reciprocal square root.
//
// Lanes of floats: the processor's approximation y of 1/sqrt(x) (`rsqrtps`, 12 bits, other ones on
// AMD than on Intel; see processor.h) and one step of Newton's method, y (3/2 - x/2 y²); sqrt(x) is
// x times that. Zero and denormal numbers give 0 and +infinity, negative ones NaN. Scalars and
// doubles: IEEE 754's correctly rounded root, and 1 over it.

#ifndef TF1_GRAPHS_ROOTS_H_
#define TF1_GRAPHS_ROOTS_H_

#include <cmath>
#include <limits>

#include "lanes.h"
#include "processor.h"

namespace tf1 {

inline float Sqrt(float x) { return std::sqrt(x); }
inline double Sqrt(double x) { return std::sqrt(x); }
inline Doubles Sqrt(Doubles x) { return _mm256_sqrt_pd(x); }

inline Floats Sqrt(Floats x) {
  const Ints denormal = (x < std::numeric_limits<float>::min()) & (x >= 0.0f);
  const Floats half = x * 0.5f;
  Floats y = ApproximateRsqrt(x);
  y = y * (1.5f - half * (y * y));
  return (Floats)((Ints)(x * y) & ~denormal);
}

inline float Rsqrt(float x) { return 1.0f / std::sqrt(x); }
inline double Rsqrt(double x) { return 1.0 / std::sqrt(x); }
inline Doubles Rsqrt(Doubles x) { return 1.0 / (Doubles)_mm256_sqrt_pd(x); }

inline Floats Rsqrt(Floats x) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Floats minus_half = x * -0.5f;
  const Ints not_normal = x < std::numeric_limits<float>::min();
  const Ints negative = x < 0.0f;
  const Ints special = ((Ints)Fill<Floats>(nan) & negative) |
                       ((Ints)Fill<Floats>(infinity) & (not_normal & ~negative));
  Floats y = (Floats)((Ints)ApproximateRsqrt(x) & ~not_normal);
  y = y * (minus_half * (y * y) + 1.5f);
  return (Floats)((Ints)y | special);
}

}  // namespace tf1

#endif  // TF1_GRAPHS_ROOTS_H_
