// What Python asks of the library itself, through ctypes.

#include "leftovers.h"
#include "processor.h"

#include <vector>

extern "C" {

// Writes what this processor's instruction gives, by `exponent` (0: of [1, 2), 1: of [2, 4)) and
// mantissa, from the mantissa's first `bits` bits: those from `first` on, `count` floats to `to`.
void tf1_graphs_measure_rsqrt(int exponent, int bits, uint32_t first, uint32_t count, float* to) {
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t mantissa = (first + i) << (23 - bits);
    const uint32_t of = (static_cast<uint32_t>(127 + exponent) << 23) | mantissa;
    to[i] = _mm_cvtss_f32(_mm_rsqrt_ss(_mm_set_ss(tf1::Read<float>(&of))));
  }
}

// Says whether products take vectors of AVX-512, as they do by themselves where there are some.
void tf1_graphs_use_wide_products(int wide) { tf1::wide_products = wide != 0; }

// Puts a table of `kEntries` floats in force, or with null the processor's instruction.
void tf1_graphs_use_rsqrt(const float* table) {
  static std::vector<float> kept;
  if (table == nullptr) {
    tf1::rsqrt_table = nullptr;
    return;
  }
  kept.assign(table, table + tf1::kEntries);
  tf1::rsqrt_table = kept.data();
}
}
