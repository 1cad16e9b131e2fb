// How Adam, RMSProp, Adagrad and Adadelta change a variable and its slots.
//
// A rule changes the variables `v` (the variable itself first, then its slots) at [begin, end) with
// the gradient `g` and the scalars `s`, in the order of the op's inputs. `Single` is what 1.15.5 did
// to a row of one value instead.
//
// `Sqrt` and `Rsqrt` of lanes are the approximations of roots.h.

#ifndef TF1_GRAPHS_UPDATES_H_
#define TF1_GRAPHS_UPDATES_H_

#include <cmath>
#include <vector>

#include "lanes.h"
#include "roots.h"

namespace tf1 {

struct Adam {  // beta1_power, beta2_power, lr, beta1, beta2, epsilon
  static constexpr int kVariables = 3, kScalars = 6;
  bool nesterov = false;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    const T alpha = s[2] * std::sqrt(T(1) - s[1]) / (T(1) - s[0]);
    const T beta1 = s[3], beta2 = s[4], epsilon = s[5];
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V mean = Read<V>(v[1] + i), square = Read<V>(v[2] + i);
      mean = mean + (gradient - mean) * (T(1) - beta1);
      square = square + (gradient * gradient - square) * (T(1) - beta2);
      Write(v[1] + i, mean);
      Write(v[2] + i, square);
      const V step = nesterov ? (gradient * (T(1) - beta1) + beta1 * mean) * alpha : mean * alpha;
      Write(v[0] + i, Read<V>(v[0] + i) - step / (Sqrt(square) + epsilon));
    });
  }
};

struct RmsProp {  // lr, rho, momentum, epsilon
  static constexpr int kVariables = 3, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V square = Read<V>(v[1] + i), momentum = Read<V>(v[2] + i);
      square = square + (gradient * gradient - square) * (T(1) - s[1]);
      momentum = momentum * s[2] + (gradient * s[0]) / Sqrt(square + s[3]);
      Write(v[1] + i, square);
      Write(v[2] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct RmsPropRows {  // lr, rho, momentum, epsilon
  static constexpr int kVariables = 3, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V square = Read<V>(v[1] + i), momentum = Read<V>(v[2] + i);
      square = square * s[1] + gradient * gradient * (T(1) - s[1]);
      momentum = momentum * s[2] + Rsqrt(square + s[3]) * s[0] * gradient;
      Write(v[1] + i, square);
      Write(v[2] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct CenteredRmsProp {  // lr, rho, momentum, epsilon; slots: mean, square, momentum
  static constexpr int kVariables = 4, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V mean = Read<V>(v[1] + i), square = Read<V>(v[2] + i), momentum = Read<V>(v[3] + i);
      square = square + (gradient * gradient - square) * (T(1) - s[1]);
      mean = mean + (gradient - mean) * (T(1) - s[1]);
      momentum = momentum * s[2] + (gradient * s[0]) / Sqrt((square - mean * mean) + s[3]);
      Write(v[1] + i, mean);
      Write(v[2] + i, square);
      Write(v[3] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct CenteredRmsPropRows {  // the same
  static constexpr int kVariables = 4, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V mean = Read<V>(v[1] + i), square = Read<V>(v[2] + i), momentum = Read<V>(v[3] + i);
      square = square * s[1] + gradient * gradient * (T(1) - s[1]);
      mean = mean * s[1] + gradient * (T(1) - s[1]);
      momentum = momentum * s[2] + Rsqrt((square + s[3]) - mean * mean) * s[0] * gradient;
      Write(v[1] + i, mean);
      Write(v[2] + i, square);
      Write(v[3] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct Adagrad {  // lr
  static constexpr int kVariables = 2, kScalars = 1;
  bool update_slots = true;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V sum = Read<V>(v[1] + i);
      if (update_slots) sum = sum + gradient * gradient;
      Write(v[1] + i, sum);
      Write(v[0] + i, Read<V>(v[0] + i) - gradient * s[0] * Rsqrt(sum));
    });
  }
  template <class T>
  void Single(const std::vector<T*>& v, const T* g, const std::vector<T>& s) const {
    if (update_slots) *v[1] += *g * *g;
    *v[0] -= s[0] * *g / std::sqrt(*v[1]);
  }
};

struct Adadelta {  // lr, rho, epsilon; slots: accumulated squares, accumulated updates
  static constexpr int kVariables = 3, kScalars = 3;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V square = Read<V>(v[1] + i), updates = Read<V>(v[2] + i);
      square = square * s[1] + gradient * gradient * (T(1) - s[1]);
      const V update = Sqrt(updates + s[2]) * Rsqrt(square + s[2]) * gradient;
      Write(v[1] + i, square);
      Write(v[2] + i, updates * s[1] + update * update * (T(1) - s[1]));
      Write(v[0] + i, Read<V>(v[0] + i) - update * s[0]);
    });
  }
};

}  // namespace tf1

#endif  // TF1_GRAPHS_UPDATES_H_
