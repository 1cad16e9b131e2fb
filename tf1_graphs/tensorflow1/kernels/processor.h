// The processor's approximate reciprocal square root, the one instruction that TensorFlow 1.15.5's
// arithmetic took from it and that differs between makers (`rsqrtps`; it used no `rcpps`).
//
// What the instruction gives depends on the sign, the exponent and the first 12 bits of the
// mantissa, as measured; a table of 2 x 4096 results, for 1 <= x < 4, therefore stands for it:
// another processor's table gives that processor's bits on any machine.

#ifndef TF1_GRAPHS_PROCESSOR_H_
#define TF1_GRAPHS_PROCESSOR_H_

#include <cstdint>

#include "lanes.h"

namespace tf1 {

constexpr int kEntries = 8192;  // 4096 of [1, 2), then 4096 of [2, 4)

// The table that is in force; null for the instruction.
inline const float* rsqrt_table = nullptr;

// Looks one value up. As the instruction does it: ±0 and denormal numbers give ±infinity, negative
// numbers the default NaN, a NaN itself made quiet, infinity 0.
inline float LookUpRsqrt(float x) {
  const uint32_t bits = Read<uint32_t>(&x), magnitude = bits & 0x7fffffff;
  const auto value = [](uint32_t of) { return Read<float>(&of); };
  if (magnitude > 0x7f800000) return value(bits | 0x00400000);
  if (magnitude < 0x00800000) return value((bits & 0x80000000) | 0x7f800000);
  if (bits & 0x80000000) return value(0xffc00000);
  if (bits == 0x7f800000) return 0.0f;
  const int exponent = static_cast<int>(bits >> 23) - 127, odd = exponent & 1;
  const float in_range = rsqrt_table[(odd << 12) | ((bits >> 11) & 0xfff)];
  return value(Read<uint32_t>(&in_range) - (static_cast<uint32_t>((exponent - odd) / 2) << 23));
}

inline Floats ApproximateRsqrt(Floats x) {
  if (rsqrt_table == nullptr) return _mm256_rsqrt_ps(x);
  Floats y;
  for (int i = 0; i < 8; ++i) y[i] = LookUpRsqrt(x[i]);
  return y;
}

}  // namespace tf1

#endif  // TF1_GRAPHS_PROCESSOR_H_
