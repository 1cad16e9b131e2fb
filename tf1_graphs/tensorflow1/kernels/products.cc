// MatMul and BatchMatMul, for the shapes in which today's give other bits: a matrix by a vector,
// stacks of matrices of middle size (no fused multiply-add in either), and what leaves a single row
// or column beside whole blocks.

#include "tensorflow/core/util/matmul_bcast.h"

#include "leftovers.h"
#include "today.h"

namespace tf1 {
namespace {

using tensorflow::errors::InvalidArgument;

// y = A x for A [rows, columns] stored row by row: the dot product of each row, lane by lane, then
// across lanes, then what is left one by one. A last odd row is also taken half lanes at a time.
template <class T>
void ByRows(const T* a, const T* x, int64_t rows, int64_t columns, T* y) {
  constexpr int64_t lanes = kLanes<T>, half = lanes / 2;
  const bool by_eight = columns * sizeof(T) <= 32000;
  const int64_t paired = (by_eight ? rows - rows % 8 : 0);
  for (int64_t i = 0; i < rows; ++i) {
    const T* row = a + i * columns;
    Lanes<T> each{};
    int64_t j = 0;
    for (; j + lanes <= columns; j += lanes) {
      each = Read<Lanes<T>>(row + j) * Read<Lanes<T>>(x + j) + each;
    }
    T sum = Across(each);
    const bool alone = i >= paired && i == rows - 1 && (rows - paired) % 2 == 1;
    if (alone) {
      T part[half] = {};
      for (; j + half <= columns; j += half) {
        for (int64_t k = 0; k < half; ++k) part[k] = row[j + k] * x[j + k] + part[k];
      }
      sum += half == 4 ? (part[0] + part[2 % half]) + (part[1] + part[3 % half])
                       : part[0] + part[1];
    }
    for (; j < columns; ++j) sum += row[j] * x[j];
    y[i] = sum;
  }
}

// Of so many columns at once the sum was taken, where columns are added one after the other.
template <class T>
int64_t ColumnsAtOnce(int64_t columns, int64_t stride) {
  return columns < 128 ? columns : stride * sizeof(T) < 32000 ? 16 : 4;
}

// y = A x for A [rows, columns] stored row by row, but added up as if it were stored the other way.
template <class T>
void ByColumnsOfRows(const T* a, const T* x, int64_t rows, int64_t columns, T* y) {
  const int64_t block = ColumnsAtOnce<T>(columns, columns);
  for (int64_t i = 0; i < rows; ++i) {
    y[i] = T(0);
    for (int64_t first = 0; first < columns; first += block) {
      T sum = T(0);
      for (int64_t j = first; j < std::min(first + block, columns); ++j) {
        sum = a[i * columns + j] * x[j] + sum;
      }
      y[i] = y[i] + sum;
    }
  }
}

// y = A x for A [rows, columns] stored column by column, `stride` apart: one column after the other,
// in blocks of them, whose sums are added up.
template <class T>
void ByColumns(const T* a, const T* x, int64_t rows, int64_t columns, int64_t stride, T* y) {
  const int64_t block = ColumnsAtOnce<T>(columns, stride);
  std::fill(y, y + rows, T(0));
  std::vector<T> sum(rows);
  for (int64_t first = 0; first < columns; first += block) {
    std::fill(sum.begin(), sum.end(), T(0));
    for (int64_t j = first; j < std::min(first + block, columns); ++j) {
      const T* column = a + j * stride;
      ForEach<T>(0, rows, [&](auto v, int64_t i) {
        using V = decltype(v);
        Write(sum.data() + i, Read<V>(column + i) * x[j] + Read<V>(sum.data() + i));
      });
    }
    for (int64_t i = 0; i < rows; ++i) y[i] = y[i] + sum[i];
  }
}

// A product that leaves a row or a column alone (leftovers.h), if it is such a one.
class WithLeftover : public OrToday {
 public:
  explicit WithLeftover(OpKernelConstruction* context) : OrToday(context) {
    OP_REQUIRES_OK(context, context->GetAttr("transpose_a", &transpose_a_));
    OP_REQUIRES_OK(context, context->GetAttr("transpose_b", &transpose_b_));
  }

 protected:
  void ComputeWithLeftover(OpKernelContext* context, int64_t rows, int64_t inner,
                           int64_t columns) {
    Tensor a = context->input(0), b = context->input(1);
    const bool a_column = columns == 1 || LeavesAColumn(columns), a_row = LeavesARow(rows, inner);
    if (b.dtype() != tensorflow::DT_FLOAT || rows < 2 || inner == 0 || columns == 0 ||
        !(a_column || a_row)) {
      return ComputeAsToday(context);
    }
    Tensor longer, wider, product, *y = nullptr;
    if (a_row) {
      OP_REQUIRES_OK(context, transpose_a_ ? WithColumn(context, a, &longer)
                                           : WithRow(context, a, &longer));
      a = longer;
    }
    if (a_column) {
      OP_REQUIRES_OK(context, transpose_b_ ? WithRow(context, b, &wider)
                                           : WithColumn(context, b, &wider));
      b = wider;
    }
    OP_REQUIRES_OK(context, ComputeAsToday(context, {a, b}, &product));
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({rows, columns}), &y));
    CopyColumns(context, product.flat<float>().data(), rows, product.dim_size(1),
                y->flat<float>().data(), columns);
  }

  bool transpose_a_, transpose_b_;
};

template <class T>
class MatMul : public WithLeftover {
 public:
  using WithLeftover::WithLeftover;

  void Compute(OpKernelContext* context) override {
    const Tensor& a = context->input(0);
    const Tensor& b = context->input(1);
    const bool matrices = a.dims() == 2 && b.dims() == 2;
    const int64_t rows = matrices ? a.dim_size(transpose_a_) : 0;
    const int64_t inner = matrices ? a.dim_size(!transpose_a_) : 0;
    const int64_t columns = matrices ? b.dim_size(!transpose_b_) : 0;
    const bool by_vector = columns == 1 || (rows == 1 && transpose_b_);
    if (rows == 0 || inner == 0 || columns == 0 || inner != b.dim_size(transpose_b_)) {
      return ComputeAsToday(context);
    }
    if (!by_vector) return ComputeWithLeftover(context, rows, inner, columns);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({rows, columns}), &y));
    const T* left = a.flat<T>().data();
    const T* right = b.flat<T>().data();
    T* to = y->flat<T>().data();
    if (rows == 1 && transpose_b_) {
      ByRows(right, left, columns, inner, to);
    } else if (rows == 1 && columns == 1) {
      ByColumns(left, right, 1, inner, 1, to);
    } else if (transpose_a_) {
      ByColumns(left, right, rows, inner, rows, to);
    } else {
      ByRows(left, right, rows, inner, to);
    }
  }
};

// A product that was one op with its bias. One by a vector was computed as one of two matrices; of a
// single row, as of a matrix that is stored column by column.
class MatMulWithBias : public WithLeftover {
 public:
  using WithLeftover::WithLeftover;

  void Compute(OpKernelContext* context) override {
    const Tensor& a = context->input(0);
    const Tensor& b = context->input(1);
    if (a.dims() != 2 || b.dims() != 2 || a.dim_size(!transpose_a_) != b.dim_size(transpose_b_)) {
      return ComputeAsToday(context);
    }
    const int64_t rows = a.dim_size(transpose_a_), inner = a.dim_size(!transpose_a_);
    const int64_t columns = b.dim_size(!transpose_b_);
    if (rows != 1 || !transpose_b_ || inner == 0 || columns == 0) {
      return ComputeWithLeftover(context, rows, inner, columns);
    }
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({rows, columns}), &y));
    ByColumnsOfRows(b.flat<float>().data(), a.flat<float>().data(), columns, inner,
                    y->flat<float>().data());
  }
};

// 1.15.5 computed each product of a stack by itself, in one thread, up to this many multiplications;
// above, and for a single product, as it did a MatMul. Today's limit is 16384.
constexpr int64_t kMostOfOne = 128 * 256 * 256;
constexpr int64_t kMostOfOneToday = 128 * 128;

template <class T>
class BatchMatMul : public OrToday {
 public:
  explicit BatchMatMul(OpKernelConstruction* context) : OrToday(context) {
    OP_REQUIRES_OK(context, context->GetAttr("adj_x", &adjoint_x_));
    OP_REQUIRES_OK(context, context->GetAttr("adj_y", &adjoint_y_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const Tensor& y = context->input(1);
    if (x.dims() < 2 || y.dims() < 2) return ComputeAsToday(context);
    const tensorflow::MatMulBCast stack(x.shape().dim_sizes(), y.shape().dim_sizes());
    const int64_t x_rows = x.dim_size(x.dims() - 2), x_columns = x.dim_size(x.dims() - 1);
    const int64_t y_rows = y.dim_size(y.dims() - 2), y_columns = y.dim_size(y.dims() - 1);
    const int64_t rows = adjoint_x_ ? x_columns : x_rows, inner = adjoint_x_ ? x_rows : x_columns;
    const int64_t columns = adjoint_y_ ? y_rows : y_columns;
    const int64_t cost = rows * inner * columns;
    if (!stack.IsValid() || (adjoint_y_ ? y_columns : y_rows) != inner ||
        stack.output_batch_size() < 2 || std::min({rows, inner, columns}) < 2 ||
        cost <= kMostOfOneToday || cost > kMostOfOne) {
      return ComputeAsToday(context);
    }
    TensorShape shape = stack.output_batch_shape();
    shape.AddDim(rows);
    shape.AddDim(columns);
    Tensor* z = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &z));
    const T* left = x.flat<T>().data();
    const T* right = y.flat<T>().data();
    T* to = z->flat<T>().data();
    InParallel(context, stack.output_batch_size(), static_cast<double>(cost), 1,
               [&](int64_t begin, int64_t end) {
                 for (int64_t i = begin; i < end; ++i) {
                   const int64_t at_x = stack.IsBroadcastingRequired() ? stack.x_batch_indices()[i]
                                                                       : i;
                   const int64_t at_y = stack.IsBroadcastingRequired() ? stack.y_batch_indices()[i]
                                                                       : i;
                   One(ReadOnly(left + at_x * x_rows * x_columns, x_rows, x_columns),
                       ReadOnly(right + at_y * y_rows * y_columns, y_rows, y_columns),
                       Writable(to + i * rows * columns, rows, columns));
                 }
               });
  }

 private:
  typedef Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> Matrix;
  typedef Eigen::Map<const Matrix> ReadOnly;
  typedef Eigen::Map<Matrix> Writable;

  void One(ReadOnly x, ReadOnly y, Writable z) const {
    if (!adjoint_x_ && !adjoint_y_) {
      z.noalias() = x * y;
    } else if (!adjoint_x_) {
      z.noalias() = x * y.adjoint();
    } else if (!adjoint_y_) {
      z.noalias() = x.adjoint() * y;
    } else {
      z.noalias() = x.adjoint() * y.adjoint();
    }
  }

  bool adjoint_x_, adjoint_y_;
};

#define TF1_PRODUCTS(T)                                                \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("MatMul", T), MatMul<T>);         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("BatchMatMul", T), BatchMatMul<T>); \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("BatchMatMulV2", T), BatchMatMul<T>);
TF1_PRODUCTS(float)
TF1_PRODUCTS(double)
#undef TF1_PRODUCTS
REGISTER_KERNEL_BUILDER(Name("MatMul")
                            .Device(tensorflow::DEVICE_CPU)
                            .Label("tf1_with_bias")
                            .TypeConstraint<float>("T"),
                        MatMulWithBias);

}  // namespace
}  // namespace tf1
