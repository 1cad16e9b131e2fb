// What is left of a product of matrices as a single row or column beside whole blocks.
//
// 1.15.5 computed each number of a product y = a b, [rows, inner] by [inner, columns], in the same
// way wherever it stood: term after term of a block of the inner dimension, by fused multiply-add.
// It worked on blocks of 48 columns and, of a long inner dimension, of 24 rows. What is left over as
// a single column or row is a product of a matrix by a vector to today's oneDNN, which adds it up in
// another order. So such a product is computed with one column or row of zeros more, and they are
// dropped: that leaves the others their bits.
//
// So it is with vectors of AVX-512; with narrower ones, what was recorded is the same without.

#ifndef TF1_GRAPHS_LEFTOVERS_H_
#define TF1_GRAPHS_LEFTOVERS_H_

#include <algorithm>

#include "kernel.h"

namespace tf1 {

// Whether products take such vectors.
inline bool wide_products = false;

inline bool LeavesAColumn(int64_t columns) { return wide_products && columns % 48 == 1; }

// All rows were one block up to an inner dimension that depends on the processor's caches, of 384 or
// more.
inline bool LeavesARow(int64_t rows, int64_t inner) {
  return wide_products && rows % 24 == 1 && inner > 256;
}

// Among the windows of a convolution's gradient: so few that oneDNN takes them otherwise.
inline bool AreFew(int64_t windows) { return wide_products && windows < 16; }

// Copies a matrix to one with other columns: those that are not there before are 0.
inline void CopyColumns(OpKernelContext* context, const float* from, int64_t rows, int64_t columns,
                        float* to, int64_t wanted) {
  const int64_t both = std::min(columns, wanted);
  InParallel(context, rows, wanted, 1, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      std::copy_n(from + i * columns, both, to + i * wanted);
      std::fill(to + i * wanted + both, to + (i + 1) * wanted, 0.0f);
    }
  });
}

// A copy of a tensor, seen as a matrix of its last dimension, with one column of zeros more.
inline absl::Status WithColumn(OpKernelContext* context, const Tensor& matrix, Tensor* wider) {
  const int last = matrix.dims() - 1;
  const int64_t columns = matrix.dim_size(last);
  TensorShape shape = matrix.shape();
  shape.set_dim(last, columns + 1);
  TF_RETURN_IF_ERROR(context->allocate_temp(matrix.dtype(), shape, wider));
  CopyColumns(context, matrix.flat<float>().data(), matrix.NumElements() / columns, columns,
              wider->flat<float>().data(), columns + 1);
  return absl::OkStatus();
}

// A copy of a tensor with one more of what its first dimension counts, of zeros.
inline absl::Status WithRow(OpKernelContext* context, const Tensor& matrix, Tensor* longer) {
  TensorShape shape = matrix.shape();
  shape.set_dim(0, shape.dim_size(0) + 1);
  TF_RETURN_IF_ERROR(context->allocate_temp(matrix.dtype(), shape, longer));
  const int64_t count = matrix.NumElements();
  float* to = longer->flat<float>().data();
  std::copy_n(matrix.flat<float>().data(), count, to);
  std::fill(to + count, to + longer->NumElements(), 0.0f);
  return absl::OkStatus();
}

}  // namespace tf1

#endif  // TF1_GRAPHS_LEFTOVERS_H_
