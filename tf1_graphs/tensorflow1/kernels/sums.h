// Sums, in the order in which TensorFlow 1.15.5 added.
//
// Along contiguous values: one sum for each lane, the rest that fills no lanes one by one, then
// the rest + the sum across lanes. More than 1024 lanes' worth are first split in two, near the
// middle where a multiple of the lanes lies, counted from the array's beginning, and so on.
// Along other axes: one value after the other.
//
// `value(V(), i)` gives the summand at i, a scalar or lanes: a number, its square, its exponential.

#ifndef TF1_GRAPHS_SUMS_H_
#define TF1_GRAPHS_SUMS_H_

#include <algorithm>
#include <vector>

#include "lanes.h"

namespace tf1 {

struct Add {
  static constexpr bool kSplits = true;
  static constexpr int kIdentity = 0;
  template <class V>
  static V Join(V a, V b) {
    return a + b;
  }
  template <class V>
  static auto Across(V v) {
    return tf1::Across(v);
  }
};

struct Multiply {
  static constexpr bool kSplits = false;
  static constexpr int kIdentity = 1;
  template <class V>
  static V Join(V a, V b) {
    return a * b;
  }
  static float Across(Floats v) {
    const float a = v[0] * v[4], b = v[1] * v[5], c = v[2] * v[6], d = v[3] * v[7];
    return (a * c) * (b * d);
  }
  static double Across(Doubles v) { return (v[0] * v[2]) * (v[1] * v[3]); }
};

// Joins `count` contiguous values from `first` on.
template <class T, class Op, class Value>
T Contiguous(int64_t first, int64_t count, Value value) {
  constexpr int64_t lanes = kLanes<T>;
  if (Op::kSplits && count > lanes * 1024) {
    const int64_t middle = lanes * ((first + (count + 1) / 2 + lanes - 1) / lanes);
    const int64_t left = std::min(middle - first, count);
    T joined = Op::Join(T(Op::kIdentity), Contiguous<T, Op>(first, left, value));
    if (left < count) {
      joined = Op::Join(joined, Contiguous<T, Op>(middle, count - left, value));
    }
    return joined;
  }
  Lanes<T> each = Fill<Lanes<T>>(T(Op::kIdentity));
  T rest = T(Op::kIdentity);
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) each = Op::Join(each, value(Lanes<T>(), first + i));
  for (; i < count; ++i) rest = Op::Join(rest, value(T(), first + i));
  return Op::Join(rest, Op::Across(each));
}

// Joins along the middle axis of [outer, middle, inner], value after value, for the inner positions
// [begin, end) of one outer one; `to` points to its [inner].
template <class T, class Op, class Value>
void Middle(int64_t offset, int64_t middle, int64_t inner, int64_t begin, int64_t end, T* to,
            Value value) {
  for (int64_t j = begin; j < end; ++j) to[j] = T(Op::kIdentity);
  for (int64_t i = 0; i < middle; ++i) {
    ForEach<T>(begin, end, [&](auto v, int64_t j) {
      using V = decltype(v);
      Write(to + j, Op::Join(Read<V>(to + j), value(V(), offset + i * inner + j)));
    });
  }
}

// Joins along the first and the last axis of [outer, middle, inner] for the middle positions
// [begin, end): for each inner position all outer ones, value after value. Eight positions at a
// time, so that one addition does not wait for the one before.
template <class T, class Op, class Value>
void OuterAndInner(int64_t outer, int64_t middle, int64_t inner, int64_t begin, int64_t end, T* to,
                   Value value) {
  for (; begin < end; begin += 8) {
    const int64_t count = std::min<int64_t>(8, end - begin);
    T joined[8];
    std::fill(joined, joined + 8, T(Op::kIdentity));
    for (int64_t k = 0; k < inner; ++k) {
      for (int64_t i = 0; i < outer; ++i) {
        const int64_t at = (i * middle + begin) * inner + k;
        for (int64_t j = 0; j < count; ++j) {
          joined[j] = Op::Join(joined[j], value(T(), at + j * inner));
        }
      }
    }
    std::copy(joined, joined + count, to + begin);
  }
}

// How many parts 1.15.5's cost model made of a sum over all of `count` values for `threads` threads:
// 11/64 of a cycle a byte, `cycles` a value, 100,000 a thread.
inline int Parts(int64_t count, int bytes, double cycles, int threads) {
  const double total = count * (bytes * (11.0 / 64.0) + cycles);
  const double wanted = (total - 100000) / 100000 + 0.9;
  return std::min(threads, std::max(1, static_cast<int>(std::min(wanted, 2147483647.0))));
}

}  // namespace tf1

#endif  // TF1_GRAPHS_SUMS_H_
