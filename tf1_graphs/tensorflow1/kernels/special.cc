// Ops of which today's kernels differ in a part: they compute, and that part is written anew.
//
// Digamma: +infinity at its poles. Range of numbers with a point: each number is the one before plus
// the step. SegmentSum and -Prod: row after row. SparseSegmentMean and -SqrtN (weights of
// `embedding_lookup_sparse`): the rows of a segment are added eight by eight and divided by their count,
// or its root, and their gradients multiplied by the reciprocal, rounded from double.

#include <algorithm>
#include <cmath>

#include "today.h"

namespace tf1 {
namespace {

template <class T>
class Digamma : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    const Tensor x = context->input(0);  // holds it, so that the result has memory of its own
    ComputeAsToday(context);
    if (!context->status().ok()) return;
    const T* from = x.flat<T>().data();
    T* to = context->mutable_output(0)->flat<T>().data();
    for (int64_t i = 0; i < x.NumElements(); ++i) {
      if (from[i] <= 0 && std::floor(from[i]) == from[i]) {
        to[i] = std::numeric_limits<T>::infinity();
      }
    }
  }
};

template <class T>
class Range : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok()) return;
    const T step = context->input(2).scalar<T>()();
    T value = context->input(0).scalar<T>()();
    auto to = context->mutable_output(0)->flat<T>();
    for (int64_t i = 0; i < to.size(); ++i, value += step) to(i) = value;
  }
};

// The values of a vector of int32 or int64.
inline std::vector<int64_t> Integers(const Tensor& x) {
  std::vector<int64_t> values(x.NumElements());
  for (int64_t i = 0; i < x.NumElements(); ++i) {
    values[i] = x.dtype() == tensorflow::DT_INT32 ? x.flat<int32_t>()(i) : x.flat<int64_t>()(i);
  }
  return values;
}

// Calls `f(first, count, segment)` for each segment that has rows.
template <class F>
void Segments(const std::vector<int64_t>& of, F f) {
  const int64_t size = of.size();
  for (int64_t first = 0, end; first < size; first = end) {
    for (end = first + 1; end < size && of[end] == of[first];) ++end;
    f(first, end - first, of[first]);
  }
}

template <class T, bool product>
class SegmentRows : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok() || context->input(0).NumElements() == 0) return;
    const auto rows = context->input(0).flat_outer_dims<T>();
    auto to = context->mutable_output(0)->flat_outer_dims<T>();
    const int64_t width = rows.dimension(1);
    Segments(Integers(context->input(1)), [&](int64_t first, int64_t count, int64_t segment) {
      T* joined = &to(segment, 0);
      std::fill(joined, joined + width, T(product));
      for (const T* row = &rows(first, 0); count > 0; --count, row += width) {
        for (int64_t j = 0; j < width; ++j) {
          joined[j] = product ? joined[j] * row[j] : joined[j] + row[j];
        }
      }
    });
  }
};

template <class T, bool root>
class SegmentMean : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok() || context->input(0).NumElements() == 0) return;
    const auto rows = context->input(0).flat_outer_dims<T>();
    const std::vector<int64_t> row = Integers(context->input(1));
    auto to = context->mutable_output(0)->flat_outer_dims<T>();
    const auto sum = [&](int64_t first, int64_t count, int64_t j) {
      T of = rows(row[first], j);
      for (int64_t i = 1; i < count; ++i) of += rows(row[first + i], j);
      return of;
    };
    Segments(Integers(context->input(2)), [&](int64_t first, int64_t count, int64_t segment) {
      if (count == 1) return;
      const T by = root ? static_cast<T>(std::sqrt(static_cast<double>(count)))
                        : static_cast<T>(count);
      const int64_t lead = count % 8 < 2 ? count % 8 + 8 : count % 8;
      for (int64_t j = 0; j < to.dimension(1); ++j) {
        T of = sum(first, lead, j);
        for (int64_t i = lead; i < count; i += 8) of += sum(first + i, 8, j);
        to(segment, j) = of / by;
      }
    });
  }
};

template <class T, bool root>
class SegmentMeanGradient : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok() || context->input(0).NumElements() == 0) return;
    const auto gradient = context->input(0).flat_outer_dims<T>();
    const std::vector<int64_t> row = Integers(context->input(1));
    auto to = context->mutable_output(0)->flat_outer_dims<T>();
    std::vector<bool> written(to.dimension(0), false);
    Segments(Integers(context->input(2)), [&](int64_t first, int64_t count, int64_t segment) {
      const double size = static_cast<double>(count);
      const T by = static_cast<T>(1.0 / (root ? std::sqrt(size) : size));
      for (int64_t i = first; i < first + count; ++i) {
        for (int64_t j = 0; j < to.dimension(1); ++j) {
          const T value = gradient(segment, j) * by;
          to(row[i], j) = written[row[i]] ? to(row[i], j) + value : value;
        }
        written[row[i]] = true;
      }
    });
  }
};

#define TF1_RANGE(T)                                                                         \
  REGISTER_KERNEL_BUILDER(Name("Range")                                                      \
                              .Device(tensorflow::DEVICE_CPU)                                \
                              .Label("tf1")                                                  \
                              .TypeConstraint<T>("Tidx")                                     \
                              .HostMemory("start")                                           \
                              .HostMemory("limit")                                           \
                              .HostMemory("delta")                                           \
                              .HostMemory("output"),                                         \
                          Range<T>);
#define TF1_SEGMENTS(T, op, kernel, root) REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, T), kernel<T, root>);
#define TF1_SPECIAL(T)                                                           \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Digamma", T), Digamma<T>);                 \
  TF1_RANGE(T)                                                                   \
  TF1_SEGMENTS(T, "SegmentSum", SegmentRows, false)                              \
  TF1_SEGMENTS(T, "SegmentProd", SegmentRows, true)                              \
  TF1_SEGMENTS(T, "SparseSegmentMean", SegmentMean, false)                       \
  TF1_SEGMENTS(T, "SparseSegmentSqrtN", SegmentMean, true)                       \
  TF1_SEGMENTS(T, "SparseSegmentMeanWithNumSegments", SegmentMean, false)        \
  TF1_SEGMENTS(T, "SparseSegmentSqrtNWithNumSegments", SegmentMean, true)        \
  TF1_SEGMENTS(T, "SparseSegmentMeanGrad", SegmentMeanGradient, false)           \
  TF1_SEGMENTS(T, "SparseSegmentSqrtNGrad", SegmentMeanGradient, true)
TF1_SPECIAL(float)
TF1_SPECIAL(double)
#undef TF1_RANGE
#undef TF1_SEGMENTS
#undef TF1_SPECIAL

}  // namespace
}  // namespace tf1
