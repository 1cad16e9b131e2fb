// A convolution of images of few channels, without writing the windows out.
//
// y = Σ x_k w_k over a window's numbers in their order, each by fused multiply-add, from 0: so does a
// product with vectors of AVX-512, where its inner dimension is not cut; with narrower ones the order
// is another, and today's. What of a window is in the padding counts as 0, multiplied too: 0 times
// infinity is NaN.
//
// Today's, as 1.15.5's, writes the windows out first, number by number where a pixel has but few, which
// takes longer than their products.

#ifndef TF1_GRAPHS_DIRECT_H_
#define TF1_GRAPHS_DIRECT_H_

#include <algorithm>
#include <vector>

#include "leftovers.h"

namespace tf1 {

// Whether windows are taken in this way. The inner dimension was not cut for the caches up to 256
// numbers, and for threads not where each would have had 32 or fewer, and four windows or more.
inline bool IsTakenDirectly(int64_t size, int64_t depth, int64_t windows, int64_t threads) {
  const bool is_whole = size <= 256 && (threads == 1 || (size <= 64 && windows >= 4 * threads));
  return wide_products && depth < 16 && is_whole;
}

// The sums of some windows, for 8 outputs a block: y, [windows, blocks * 8]. The k-th number of a
// window is `x[window][offsets[k]]`; the filter is [size, blocks * 8].
template <int windows, int blocks>
__attribute__((target("avx2,fma"))) void SumProducts(const float* const* x,
                                                     const int64_t* offsets, int64_t size,
                                                     const float* filter, float* y) {
  __m256 sums[windows][blocks] = {};
  for (int64_t k = 0; k < size; ++k) {
    __m256 values[windows];
#pragma GCC unroll 12
    for (int i = 0; i < windows; ++i) values[i] = _mm256_broadcast_ss(x[i] + offsets[k]);
#pragma GCC unroll 4
    for (int j = 0; j < blocks; ++j) {
      const __m256 weights = _mm256_loadu_ps(filter + (k * blocks + j) * 8);
#pragma GCC unroll 12
      for (int i = 0; i < windows; ++i) {
        sums[i][j] = _mm256_fmadd_ps(values[i], weights, sums[i][j]);
      }
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < windows; ++i) {
#pragma GCC unroll 4
    for (int j = 0; j < blocks; ++j) _mm256_storeu_ps(y + (i * blocks + j) * 8, sums[i][j]);
  }
}

// A filter, [size, outputs], of at most 32 outputs, cut out of one of more, with zeros up to whole
// blocks. As many windows are taken at once as there are registers for.
class Filter {
 public:
  static constexpr int kMost = 32;

  Filter(const float* from, int64_t size, int64_t outputs, int64_t first)
      : size_(size), first_(first), count_(std::min<int64_t>(kMost, outputs - first)),
        blocks_((count_ + 7) / 8), values_(size * blocks_ * 8) {
    for (int64_t k = 0; k < size; ++k) {
      std::copy_n(from + k * outputs + first, count_, values_.data() + k * blocks_ * 8);
    }
  }

  int Windows() const { return 12 / blocks_; }

  // Writes `count` windows' outputs, at most Windows(), to rows of `outputs`.
  void Apply(const float* const* x, const int64_t* offsets, int64_t count, float* to,
             int64_t outputs) const {
    constexpr decltype(&SumProducts<12, 1>) of_blocks[] = {SumProducts<12, 1>, SumProducts<6, 2>,
                                                           SumProducts<4, 3>, SumProducts<3, 4>};
    float y[12 * 8];
    of_blocks[blocks_ - 1](x, offsets, size_, values_.data(), y);
    for (int64_t i = 0; i < count; ++i) {
      std::copy_n(y + i * blocks_ * 8, count_, to + i * outputs + first_);
    }
  }

 private:
  int64_t size_, first_, count_, blocks_;
  std::vector<float> values_;
};

// Convolves images with a filter; `w` says of what sizes (`Windows`, convolutions.cc).
template <class W>
void ConvolveDirectly(OpKernelContext* context, const W& w, const float* images,
                      const float* filter, float* y) {
  const int64_t size = w.Size(), of_image = w.height * w.width * w.depth;
  std::vector<Filter> filters;
  for (int64_t first = 0; first < w.outputs; first += Filter::kMost) {
    filters.emplace_back(filter, size, w.outputs, first);
  }
  std::vector<int64_t> in_image, in_copy;
  for (int64_t k = 0; k < size; ++k) {
    const int64_t row = w.filter_width * w.depth;
    in_image.push_back(k / row * w.width * w.depth + k % row);
    in_copy.push_back(k);
  }
  InParallel(context, w.images * w.rows, w.columns * size * w.outputs / 8.0, 1,
             [&](int64_t begin, int64_t end) {
    std::vector<float> copies(12 * size);
    const float* windows[12];
    for (int64_t line = begin; line < end; ++line) {
      const float* image = images + line / w.rows * of_image;
      const int64_t row = line % w.rows;
      for (const Filter& some : filters) {
        for (int64_t column = 0; column < w.columns; column += some.Windows()) {
          const int64_t count = std::min<int64_t>(some.Windows(), w.columns - column);
          const bool inside = w.IsInside(row, column) && w.IsInside(row, column + count - 1);
          for (int64_t i = 0; i < some.Windows(); ++i) {
            const int64_t at = column + std::min(i, count - 1);
            windows[i] = inside ? image + w.First(row, at) : copies.data() + i * size;
            if (inside) continue;
            float* copy = copies.data() + i * size;
            std::fill_n(copy, size, 0.0f);
            w.Parts(row * w.columns + at, [=](int64_t in_image, int64_t in_window, int64_t count) {
              std::copy_n(image + in_image, count, copy + in_window);
            });
          }
          some.Apply(windows, inside ? in_image.data() : in_copy.data(), count,
                     y + (line * w.columns + column) * w.outputs, w.outputs);
        }
      }
    }
  });
}

}  // namespace tf1

#endif  // TF1_GRAPHS_DIRECT_H_
