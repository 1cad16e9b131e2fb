// Eight floats or four doubles that one AVX instruction works on, and the loop that uses them.
//
// TensorFlow 1.15.5's wheel was compiled for AVX without fused multiply-add. Its elementwise ops
// take an array eight floats (four doubles) at a time, with approximations of their own, and what
// is left at the end one by one, with the C library's functions. Both give other last bits, so each
// function here says which of its two forms a value gets.
//
// `x * y + 1.0f` on lanes is one rounding an operation, as written: the library is compiled with
// -ffp-contract=off and without -mfma.

#ifndef TF1_GRAPHS_LANES_H_
#define TF1_GRAPHS_LANES_H_

#include <immintrin.h>

#include <cstdint>
#include <cstring>

namespace tf1 {

typedef float Floats __attribute__((vector_size(32)));    // 8 lanes
typedef double Doubles __attribute__((vector_size(32)));  // 4 lanes
typedef int32_t Ints __attribute__((vector_size(32)));    // the bits of Floats
typedef int64_t Longs __attribute__((vector_size(32)));   // the bits of Doubles

template <class T>
struct LanesOf;
template <>
struct LanesOf<float> {
  typedef Floats type;
};
template <>
struct LanesOf<double> {
  typedef Doubles type;
};

// The lanes of a scalar type, and how many there are.
template <class T>
using Lanes = typename LanesOf<T>::type;
template <class T>
constexpr int64_t kLanes = 32 / sizeof(T);

// Reads a scalar or lanes from any address; writes likewise.
template <class V, class T>
inline V Read(const T* from) {
  V value;
  std::memcpy(&value, from, sizeof(V));
  return value;
}
template <class V, class T>
inline void Write(T* to, V value) {
  std::memcpy(to, &value, sizeof(V));
}

// All lanes (or the scalar) set to one value.
template <class V, class T>
inline V Fill(T value) {
  return V{} + value;
}

// The smaller and the larger of two. A NaN on either side gives the first argument; so do equals.
// The instruction, unlike a comparison, also makes 0 of a denormal number where TensorFlow lets the
// processor do so.
inline float Least(float a, float b) { return b < a ? b : a; }
inline double Least(double a, double b) { return b < a ? b : a; }
inline Floats Least(Floats a, Floats b) { return _mm256_min_ps(b, a); }
inline Doubles Least(Doubles a, Doubles b) { return _mm256_min_pd(b, a); }
inline float Greatest(float a, float b) { return a < b ? b : a; }
inline double Greatest(double a, double b) { return a < b ? b : a; }
inline Floats Greatest(Floats a, Floats b) { return _mm256_max_ps(b, a); }
inline Doubles Greatest(Doubles a, Doubles b) { return _mm256_max_pd(b, a); }

// The sum of all lanes: the upper half onto the lower, until one value is left.
inline float Across(Floats v) {
  const float a = v[0] + v[4], b = v[1] + v[5], c = v[2] + v[6], d = v[3] + v[7];
  return (a + c) + (b + d);
}
inline double Across(Doubles v) { return (v[0] + v[2]) + (v[1] + v[3]); }

// A scalar function of each lane.
template <class V, class F>
inline V EachLane(V x, F f) {
  for (unsigned i = 0; i < sizeof(V) / sizeof(x[0]); ++i) x[i] = f(x[i]);
  return x;
}

// Calls `f(V(), i)` for i = begin, begin + lanes, … with V = lanes while whole lanes are left, then
// with V = T for the rest.
template <class T, class F>
inline void ForEach(int64_t begin, int64_t end, F f) {
  int64_t i = begin;
  for (; i + kLanes<T> <= end; i += kLanes<T>) f(Lanes<T>(), i);
  for (; i < end; ++i) f(T(), i);
}

// So many neighbours, by which one can compute as by lanes.
template <class T, int lanes>
struct Neighbours {
  typedef T type __attribute__((vector_size(lanes * sizeof(T))));
};
template <class T>
struct Neighbours<T, 1> {
  typedef T type;
};

// Calls `f(V(), i)` likewise, but with V = half as many neighbours where no whole lanes are left, and so
// on to single ones: for rows of any length whose numbers are computed alike by lanes and one by one.
template <class T, int lanes = kLanes<T>, class F>
inline void InHalves(int64_t begin, int64_t end, F f) {
  for (; begin + lanes <= end; begin += lanes) f(typename Neighbours<T, lanes>::type(), begin);
  if constexpr (lanes > 1) InHalves<T, lanes / 2>(begin, end, f);
}

}  // namespace tf1

#endif  // TF1_GRAPHS_LANES_H_
