// tanh and the logistic sigmoid of floats: ratios of polynomials.
//
// tanh: an odd polynomial of degree 13 over an even one of degree 6, for x clamped to [-9, 9]; one
// form for scalars and lanes. Sigmoid on lanes: 1/2 + an odd polynomial of degree 9 over an even one
// of degree 10, for x clamped to [-18, 18], the result clamped to [0, 1]; on scalars:
// 1 / (1 + exp(-x)), 0 below -18 and 1 above 18. Coefficients: fitted by Eigen's authors
// (`MathFunctionsImpl.h` and `UnaryFunctors.h` in 1.15.5's wheel). Doubles: the C library's tanh;
// 1 / (1 + exp(-x)) with `exponential.h`.

#ifndef TF1_GRAPHS_SIGMOIDS_H_
#define TF1_GRAPHS_SIGMOIDS_H_

#include <cmath>

#include "exponential.h"
#include "lanes.h"

namespace tf1 {

template <class V>
inline V TanhOfFloats(V x) {
  const V c = Greatest(Least(x, Fill<V>(9.0f)), Fill<V>(-9.0f));
  const V c2 = c * c;
  V p = c2 * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = c2 * p + -8.60467152213735e-11f;
  p = c2 * p + 5.12229709037114e-08f;
  p = c2 * p + 1.48572235717979e-05f;
  p = c2 * p + 6.37261928875436e-04f;
  p = c2 * p + 4.89352455891786e-03f;
  p = c * p;
  V q = c2 * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = c2 * q + 2.26843463243900e-03f;
  q = c2 * q + 4.89352518554385e-03f;
  return p / q;
}

inline float Tanh(float x) { return TanhOfFloats(x); }
inline Floats Tanh(Floats x) { return TanhOfFloats(x); }
inline double Tanh(double x) { return std::tanh(x); }

inline float Sigmoid(float x) {
  if (x < -18.0f) return 0.0f;
  if (x > 18.0f) return 1.0f;
  return 1.0f / (1.0f + Exp(-x));
}

inline Floats Sigmoid(Floats x) {
  const Floats c = Greatest(Least(x, Fill<Floats>(18.0f)), Fill<Floats>(-18.0f));
  const Floats c2 = c * c;
  Floats p = c2 * 4.37031012579801e-11f + 1.15627324459942e-07f;
  p = c2 * p + 6.08574864600143e-05f;
  p = c2 * p + 8.51377133304701e-03f;
  p = c2 * p + 2.48287947061529e-01f;
  p = c * p;
  Floats q = c2 * 6.10247389755681e-13f + 5.76102136993427e-09f;
  q = c2 * q + 6.29106785017040e-06f;
  q = c2 * q + 1.70198817374094e-03f;
  q = c2 * q + 1.16817656904453e-01f;
  q = c2 * q + 9.93151921023180e-01f;
  return Greatest(Least(p / q + 0.5f, Fill<Floats>(1.0f)), Fill<Floats>(0.0f));
}

inline double Sigmoid(double x) { return 1.0 / (1.0 + Exp(-x)); }
inline Doubles Sigmoid(Doubles x) { return 1.0 / (1.0 + Exp(0.0 - x)); }

}  // namespace tf1

#endif  // TF1_GRAPHS_SIGMOIDS_H_
