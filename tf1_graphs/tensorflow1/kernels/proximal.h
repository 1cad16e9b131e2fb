// How Adagrad with proximal steps and FTRL, which shrink a variable towards 0, change it and its slots;
// `updates.h` says what a rule is.
//
// An expression of 1.15.5's in which a sign or a power stands has no form for lanes as a whole; it is
// written with scalars here too.

#ifndef TF1_GRAPHS_PROXIMAL_H_
#define TF1_GRAPHS_PROXIMAL_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "clibrary.h"
#include "lanes.h"
#include "roots.h"

namespace tf1 {

template <class T>
T SignOf(T x) {
  return T((x > 0) - (x < 0));
}

struct ProximalAdagrad {  // lr, l1, l2
  static constexpr int kVariables = 2, kScalars = 3;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    const T lr = s[0], l1 = s[1], l2 = s[2];
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      const V sum = Read<V>(v[1] + i) + gradient * gradient;
      const V rate = lr * Rsqrt(sum);
      const V moved = Read<V>(v[0] + i) - gradient * rate;
      Write(v[1] + i, sum);
      Write(v[0] + i, l1 > 0 ? moved : moved / (T(1) + l2 * rate));
    });
    if (!(l1 > 0)) return;
    for (int64_t i = begin; i < end; ++i) v[0][i] = Shrunk(v[0][i], lr * Rsqrt(v[1][i]), l1, l2);
  }
  template <class T>
  void Single(const std::vector<T*>& v, const T* g, const std::vector<T>& s) const {
    *v[1] += *g * *g;
    const T rate = s[0] / std::sqrt(*v[1]);
    const T moved = *v[0] - rate * *g;
    // Divided as double, as the 1.0 here is one.
    const double by = 1.0 + s[2] * rate;
    *v[0] = static_cast<T>(
        (s[1] > 0 ? SignOf(moved) * std::max(std::abs(moved) - rate * s[1], T(0)) : moved) / by);
  }
  template <class T>
  static T Shrunk(T moved, T rate, T l1, T l2) {
    return SignOf(moved) * Greatest(std::abs(moved) - rate * l1, T(0)) / (T(1) + l2 * rate);
  }
};

// FTRL-Proximal. Slots: accumulated squares n, linear z. With n' = n + g²:
// z += g' - (n'^-power - n^-power) / lr w, with g' = g + 2 shrinkage w;
// w = (sign(z) l1 - z) / (n'^-power / lr + 2 l2) where |z| > l1, else 0.
template <bool shrinks, bool rows>
struct Ftrl {  // lr, l1, l2, [l2_shrinkage,] lr_power
  static constexpr int kVariables = 3, kScalars = shrinks ? 5 : 4;
  bool multiply_linear_by_lr = false;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    const T lr = s[0], l1 = s[1], l2 = s[2];
    const T power = s[shrinks ? 4 : 3];
    const bool root = power == T(-0.5);
    const auto linear = [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i), w = Read<V>(v[0] + i), n = Read<V>(v[1] + i);
      V shrunk = gradient;
      if constexpr (shrinks) shrunk = gradient + T(2) * s[3] * w;
      const V n2 = n + gradient * gradient;
      const V difference = root ? Sqrt(n2) - Sqrt(n) : Powers(n2, -power) - Powers(n, -power);
      const V added = multiply_linear_by_lr ? shrunk * lr - difference * w
                                            : shrunk - difference / lr * w;
      Write(v[2] + i, Read<V>(v[2] + i) + added);
    };
    const auto variable = [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i), z = Read<V>(v[2] + i);
      const V n2 = Read<V>(v[1] + i) + gradient * gradient;
      const V raised = root ? Sqrt(n2) : Powers(n2, -power);
      const T bound = multiply_linear_by_lr ? l1 * lr : l1;
      const V y = multiply_linear_by_lr ? raised + T(2) * l2 * lr : raised / lr + T(2) * l2;
      if constexpr (rows) {
        const V adjusted = Greatest(Least(z, Fill<V>(bound)), Fill<V>(-bound));
        Write(v[0] + i, (adjusted - z) / y);
      } else {
        Write(v[0] + i, std::abs(z) > bound ? (bound * SignOf(z) - z) / y : T(0));
      }
      Write(v[1] + i, n2);
    };
    Loop<T>(begin, end, root, linear);
    if constexpr (rows) {
      Loop<T>(begin, end, root, variable);
    } else {
      for (int64_t i = begin; i < end; ++i) variable(T(), i);
    }
  }
  template <class T>
  void Single(const std::vector<T*>& v, const T* g, const std::vector<T>& s) const {
    const T lr = s[0], l1 = s[1], l2 = s[2], power = s[shrinks ? 4 : 3];
    const T shrunk = shrinks ? *g + (T(2) * s[3] * *v[0]) : *g;
    const T n2 = *v[1] + *g * *g;
    T z, y, bound = l1;
    const T difference = Power(n2, -power) - Power(*v[1], -power);
    if (multiply_linear_by_lr) {
      bound = l1 * lr;
      z = *v[2] + shrunk * lr - difference * *v[0];
      y = Root(n2, power) + T(2) * l2 * lr;
    } else {
      z = *v[2] + shrunk - difference / lr * *v[0];
      y = Root(n2, power) / lr + T(2) * l2;
    }
    *v[0] = (std::max(std::min(z, bound), -bound) - z) / y;
    *v[1] = n2;
    *v[2] = z;
  }

 private:
  template <class T>
  static T Root(T x, T power) {
    return power == T(-0.5) ? std::sqrt(x) : Power(x, -power);
  }
  template <class V, class T>
  static V Powers(V x, T exponent) {
    if constexpr (sizeof(V) == sizeof(T)) {
      return Power(x, exponent);
    } else {
      return x;  // never reached: powers have no form for lanes
    }
  }
  template <class T, class F>
  static void Loop(int64_t begin, int64_t end, bool lanes, F f) {
    if (lanes) return ForEach<T>(begin, end, f);
    for (int64_t i = begin; i < end; ++i) f(T(), i);
  }
};

}  // namespace tf1

#endif  // TF1_GRAPHS_PROXIMAL_H_
