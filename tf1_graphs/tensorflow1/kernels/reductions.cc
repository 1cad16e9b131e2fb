// Sum, Mean, Prod, EuclideanNorm along any axes, and L2Loss. The orders of adding: sums.h.

#include <cmath>
#include <limits>

#include "kernel.h"
#include "roots.h"
#include "sums.h"
#include "tensorflow/core/framework/types.h"

namespace tf1 {
namespace {

using tensorflow::errors::InvalidArgument;

// The summands: the values themselves, their squares, and the halves of those.
template <class T>
struct Itself {
  const T* x;
  template <class V>
  V operator()(V, int64_t i) const {
    return Read<V>(x + i);
  }
  static constexpr double kCycles = 0;  // beyond the addition, of 1.15.5's cost model
};
template <class T>
struct Squared {
  const T* x;
  template <class V>
  V operator()(V, int64_t i) const {
    const V v = Read<V>(x + i);
    return v * v;
  }
  static constexpr double kCycles = 1.0 / kLanes<T>;
};
template <class T>
struct HalfSquared {
  const T* x;
  template <class V>
  V operator()(V, int64_t i) const {
    const V v = Read<V>(x + i);
    return v * v * T(0.5);
  }
  static constexpr double kCycles = 2.0 / kLanes<T>;
};

// What is done to the joined values, given how many each was made of.
struct Keep {
  template <class T>
  static void Do(T*, int64_t, int64_t) {}
  template <class T>
  static T OfNone(T identity) {
    return identity;
  }
};
struct Divide : Keep {
  template <class T>
  static void Do(T* x, int64_t count, int64_t of) {
    for (int64_t i = 0; i < count; ++i) x[i] = x[i] / static_cast<T>(of);
  }
  template <class T>
  static T OfNone(T) {
    return std::numeric_limits<T>::quiet_NaN();
  }
};
struct Root : Keep {
  template <class T>
  static void Do(T* x, int64_t count, int64_t) {
    ForEach<T>(0, count, [x](auto v, int64_t i) {
      Write(x + i, Sqrt(Read<decltype(v)>(x + i)));
    });
  }
};

// All values to one. With more than one thread, parts of one size, and the rest with the parts'
// results added to it in their order. A joining counts 10 cycles, a whole lane of them as one.
template <class T, class Op, class Value>
T All(OpKernelContext* context, int64_t count, Value value) {
  const auto& device = context->eigen_device<Eigen::ThreadPoolDevice>();
  const int threads = static_cast<int>(device.numThreads());
  const int wanted = Parts(count, sizeof(T), Value::kCycles + 10.0 / kLanes<T>, threads);
  if (wanted == 1) return Contiguous<T, Op>(0, count, value);
  const int64_t size = static_cast<int64_t>(static_cast<float>(count) / wanted);
  const int64_t parts = count / size;
  std::vector<T> results(parts);
  InParallel(context, parts, 1e6, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      results[i] = Contiguous<T, Op>(i * size, size, value);
    }
  });
  T joined = T(Op::kIdentity);
  if (parts * size < count) {
    joined = Contiguous<T, Op>(parts * size, count - parts * size, value);
  }
  for (const T& result : results) joined = Op::Join(joined, result);
  return joined;
}

// The shape of a reduction: neighbouring axes that are both reduced, or both kept, are one.
struct Runs {
  std::vector<int64_t> sizes;  // in turn reduced and kept, or kept and reduced
  bool first_reduced = true;
  TensorShape result;
};

template <class Index>
absl::Status MakeRuns(const TensorShape& shape, const Tensor& axes, bool keep, Runs* runs) {
  const int rank = shape.dims();
  std::vector<bool> reduced(rank, false);
  const auto given = axes.flat<Index>();
  for (int64_t i = 0; i < given.size(); ++i) {
    const int64_t axis = given(i);
    if (axis < -rank || axis >= rank) {
      return InvalidArgument("Invalid reduction dimension (", axis, " for input with ", rank,
                             " dimension(s)");
    }
    if (reduced[(axis + rank) % rank]) {
      return InvalidArgument(
          "Invalid reduction arguments: Axes contains duplicate dimension: ",
          (axis + rank) % rank);
    }
    reduced[(axis + rank) % rank] = true;
  }
  for (int i = 0; i < rank; ++i) {
    if (!reduced[i]) {
      runs->result.AddDim(shape.dim_size(i));
    } else if (keep) {
      runs->result.AddDim(1);
    }
  }
  int i = 0;
  while (i < rank && shape.dim_size(i) == 1) ++i;
  if (i == rank) return absl::OkStatus();
  runs->first_reduced = reduced[i];
  runs->sizes.push_back(shape.dim_size(i));
  for (++i; i < rank; ++i) {
    if (shape.dim_size(i) == 1) reduced[i] = reduced[i - 1];
    if (reduced[i] == reduced[i - 1]) {
      runs->sizes.back() *= shape.dim_size(i);
    } else {
      runs->sizes.push_back(shape.dim_size(i));
    }
  }
  return absl::OkStatus();
}

// Copies the values so that all reduced axes come last: [kept..., reduced...].
template <class T>
void ReducedLast(const T* from, const Runs& runs, T* to) {
  const int rank = static_cast<int>(runs.sizes.size());
  std::vector<int> order;
  for (int i = runs.first_reduced; i < rank; i += 2) order.push_back(i);
  for (int i = !runs.first_reduced; i < rank; i += 2) order.push_back(i);
  std::vector<int64_t> strides(rank, 1), at(rank, 0);
  for (int i = rank - 2; i >= 0; --i) strides[i] = strides[i + 1] * runs.sizes[i + 1];
  int64_t total = 1;
  for (int64_t size : runs.sizes) total *= size;
  for (int64_t i = 0, source = 0; i < total; ++i) {
    to[i] = from[source];
    for (int k = rank - 1; k >= 0; --k) {
      source += strides[order[k]];
      if (++at[k] < runs.sizes[order[k]]) break;
      source -= strides[order[k]] * at[k];
      at[k] = 0;
    }
  }
}

template <class T, class Index, class Op, template <class> class Value, class After>
class Reduction : public OpKernel {
 public:
  explicit Reduction(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("keep_dims", &keep_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    Runs runs;
    OP_REQUIRES_OK(context, MakeRuns<Index>(x.shape(), context->input(1), keep_, &runs));
    const auto& sizes = runs.sizes;
    const int rank = static_cast<int>(sizes.size());
    // Nothing to join: the values themselves, of EuclideanNorm too.
    if (rank == 0 || (rank == 1 && !runs.first_reduced)) {
      Tensor same;
      OP_REQUIRES(context, same.CopyFrom(x, runs.result),
                  tensorflow::errors::Internal("Error during reduction copy."));
      context->set_output(0, same);
      return;
    }
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, runs.result, &y));
    T* to = y->flat<T>().data();
    const int64_t count = y->NumElements();
    if (count == 0) return;
    if (x.NumElements() == 0) {
      std::fill(to, to + count, After::OfNone(T(Op::kIdentity)));
      return;
    }
    const int64_t each = x.NumElements() / count;
    const Value<T> value{x.flat<T>().data()};
    if (rank == 1) {
      to[0] = All<T, Op>(context, sizes[0], value);
    } else if (rank == 2 && !runs.first_reduced) {
      Rows<T>(context, count, each, to, value);
    } else if (rank == 2 || (rank == 3 && !runs.first_reduced)) {
      const int64_t outer = rank == 2 ? 1 : sizes[0];
      const int64_t middle = sizes[rank - 2], inner = sizes[rank - 1];
      InParallel(context, outer, static_cast<double>(middle) * inner, 1,
                 [&](int64_t begin, int64_t end) {
                   for (int64_t i = begin; i < end; ++i) {
                     Columns<T>(context, outer, i * middle * inner, middle, inner,
                                to + i * inner, value);
                   }
                 });
    } else if (rank == 3) {
      InParallel(context, sizes[1], static_cast<double>(each), 8,
                 [&](int64_t begin, int64_t end) {
                   OuterAndInner<T, Op>(sizes[0], sizes[1], sizes[2], begin, end, to, value);
                 });
    } else {
      Tensor moved;
      OP_REQUIRES_OK(context, context->allocate_temp(x.dtype(), x.shape(), &moved));
      ReducedLast(value.x, runs, moved.flat<T>().data());
      Rows<T>(context, count, each, to, Value<T>{moved.flat<T>().data()});
    }
    After::Do(to, count, each);
  }

 private:
  template <class U>
  static void Rows(OpKernelContext* context, int64_t rows, int64_t each, U* to, Value<U> value) {
    InParallel(context, rows, static_cast<double>(each), 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) to[i] = Contiguous<U, Op>(i * each, each, value);
    });
  }

  // Of one outer position, parts of the inner ones where there is no other to share the work with.
  template <class U>
  static void Columns(OpKernelContext* context, int64_t outer, int64_t offset, int64_t middle,
                      int64_t inner, U* to, Value<U> value) {
    const auto part = [&](int64_t begin, int64_t end) {
      Middle<U, Op>(offset, middle, inner, begin, end, to, value);
    };
    if (outer > 1) {
      part(0, inner);
    } else {
      InParallel(context, inner, static_cast<double>(middle), 64, part);
    }
  }

  bool keep_;
};

template <class T>
class L2Loss : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({}), &y));
    y->scalar<T>()() = x.NumElements() == 0
                           ? T(0)
                           : All<T, Add>(context, x.NumElements(),
                                         HalfSquared<T>{x.flat<T>().data()});
  }
};

#define TF1_REDUCTION(op, T, Index, ...)                                              \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, T).TypeConstraint<Index>("Tidx"), \
                          Reduction<T, Index, __VA_ARGS__>);
#define TF1_REDUCTIONS(op, ...)                     \
  TF1_REDUCTION(op, float, int32_t, __VA_ARGS__)    \
  TF1_REDUCTION(op, float, int64_t, __VA_ARGS__)    \
  TF1_REDUCTION(op, double, int32_t, __VA_ARGS__)   \
  TF1_REDUCTION(op, double, int64_t, __VA_ARGS__)

TF1_REDUCTIONS("Sum", Add, Itself, Keep)
TF1_REDUCTIONS("Mean", Add, Itself, Divide)
TF1_REDUCTIONS("Prod", Multiply, Itself, Keep)
TF1_REDUCTIONS("EuclideanNorm", Add, Squared, Root)
REGISTER_KERNEL_BUILDER(TF1_KERNEL("L2Loss", float), L2Loss<float>);
REGISTER_KERNEL_BUILDER(TF1_KERNEL("L2Loss", double), L2Loss<double>);

#undef TF1_REDUCTION
#undef TF1_REDUCTIONS

}  // namespace
}  // namespace tf1
