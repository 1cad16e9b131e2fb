// Softmax, log-softmax and the two cross-entropies of logits [batch, classes].
//
// All take the largest logit of a row away first. Which exponentials take the form for lanes:
// - those that are only summed, and those of the sparse cross-entropy: row by row, or over the whole
//   array, as sums.h and ForEach go;
// - those that 1.15.5 evaluated together with a broadcast value (softmax itself, the gradient of the
//   dense cross-entropy): block by block. A block is as many rows as its cost model gave 40,000
//   cycles; within a block's values, those before the first address that is a multiple of 32 bytes
//   and those after the last whole lanes are scalars.

#include <cmath>

#include "exponential.h"
#include "kernel.h"
#include "logarithm.h"
#include "sums.h"

namespace tf1 {
namespace {

using tensorflow::errors::InvalidArgument;

// The largest logit of a row, the first of equals; NaNs are passed over. Of equals, lanes find another
// than the first; that shows only in the sign of a zero.
template <class T>
T Largest(const T* row, int64_t classes) {
  const auto among = [](const T* from, int64_t count, T largest) {
    for (int64_t j = 0; j < count; ++j) largest = Greatest(largest, from[j]);
    return largest;
  };
  const T least = -std::numeric_limits<T>::infinity();
  const int64_t whole = classes - classes % kLanes<T>;
  auto lanes = Fill<Lanes<T>>(least);
  for (int64_t j = 0; j < whole; j += kLanes<T>) lanes = Greatest(lanes, Read<Lanes<T>>(row + j));
  T of_lanes[kLanes<T>];
  Write(of_lanes, lanes);
  const T largest = among(row + whole, classes - whole, among(of_lanes, kLanes<T>, least));
  return largest == 0 ? among(row, classes, least) : largest;
}

template <class T>
void TakeAway(const T* row, T value, int64_t classes, T* to) {
  ForEach<T>(0, classes, [=](auto v, int64_t j) {
    Write(to + j, Read<decltype(v)>(row + j) - value);
  });
}

// The sum of the exponentials of a row that begins at `first`.
template <class T>
T SumOfExp(const T* x, int64_t first, int64_t classes) {
  return Contiguous<T, Add>(first, classes, [x](auto v, int64_t i) {
    return Exp(Read<decltype(v)>(x + i));
  });
}

template <class T>
struct Costs;  // of 1.15.5's cost model, in cycles a value: of a softmax, of a cross-entropy, and
               // what broadcasting along more than one class adds to each
template <>
struct Costs<float> {
  static constexpr double kSoftmax = 4.5, kEntropy = 6.375, kOne = 3.25, kTwo = 6.5;
};
template <>
struct Costs<double> {
  static constexpr double kSoftmax = 13.25, kEntropy = 17.5, kOne = 6.5, kTwo = 13.0;
};

inline int64_t BlockSize(double bytes, double cycles) {
  return static_cast<int64_t>(1.0 / ((bytes * (11.0 / 64.0) + cycles) / 40000));
}

// Exponentials of `count` values; `offset` is that of `to` from a multiple of 32 bytes, in values.
template <class T>
void ExpFrom(const T* from, int64_t count, int64_t offset, T* to) {
  const int64_t lead = std::min(count, (kLanes<T> - offset % kLanes<T>) % kLanes<T>);
  for (int64_t i = 0; i < lead; ++i) to[i] = Exp(from[i]);
  ForEach<T>(lead, count, [=](auto v, int64_t i) {
    Write(to + i, Exp(Read<decltype(v)>(from + i)));
  });
}

// Exponentials of [rows, classes] in place, block by block. `own` tells whether a block's values
// have memory of their own, which begins at a multiple of 32 bytes.
template <class T>
void ExpInBlocks(OpKernelContext* context, int64_t rows, int64_t classes, int64_t block, bool own,
                 T* x) {
  const int64_t width = rows * classes <= block ? classes : std::min(block, classes);
  const int64_t height =
      rows * classes <= block ? rows : std::min(rows, (block + width - 1) / width);
  const int64_t across = (classes + width - 1) / width, down = (rows + height - 1) / height;
  InParallel(context, across * down, height * width * 5.0, 1, [=](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
      const int64_t row = b / across * height, column = b % across * width;
      const int64_t high = std::min(height, rows - row), wide = std::min(width, classes - column);
      if (wide == classes) {
        const int64_t at = row * classes;
        ExpFrom(x + at, high * classes, own ? 0 : at, x + at);
        continue;
      }
      for (int64_t i = 0; i < high; ++i) {
        const int64_t at = (row + i) * classes + column;
        ExpFrom(x + at, wide, own ? i * wide : at, x + at);
      }
    }
  });
}

template <class F>
void Rows(OpKernelContext* context, int64_t rows, int64_t classes, F f) {
  InParallel(context, rows, classes * 5.0, 1, [&f](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) f(i);
  });
}

// The logarithms of the rows' sums, [batch].
template <class T>
void LogAll(T* x, int64_t count) {
  ForEach<T>(0, count, [x](auto v, int64_t i) { Write(x + i, Log(Read<decltype(v)>(x + i))); });
}

template <class T, bool logarithm>
class Softmax : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& logits = context->input(0);
    OP_REQUIRES(context, tensorflow::TensorShapeUtils::IsVectorOrHigher(logits.shape()),
                InvalidArgument("logits must have >= 1 dimension, got ",
                                logits.shape().DebugString()));
    Tensor* softmax = nullptr;
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 0, logits.shape(),
                                                                      &softmax));
    if (logits.NumElements() == 0) return;
    const auto shape = logits.flat_inner_dims<T>();
    const int64_t rows = shape.dimension(0), classes = shape.dimension(1);
    const T* from = logits.flat<T>().data();
    T* to = softmax->flat<T>().data();
    Rows(context, rows, classes, [=](int64_t i) {
      const T* row = from + i * classes;
      TakeAway(row, Largest(row, classes), classes, to + i * classes);
    });
    if (logarithm) {
      std::vector<T> sums(rows);
      Rows(context, rows, classes,
           [&](int64_t i) { sums[i] = SumOfExp(to, i * classes, classes); });
      LogAll(sums.data(), rows);
      Rows(context, rows, classes, [&](int64_t i) {
        TakeAway(to + i * classes, sums[i], classes, to + i * classes);
      });
      return;
    }
    const double cycles = Costs<T>::kSoftmax + (classes > 1 ? Costs<T>::kOne : 0);
    ExpInBlocks(context, rows, classes, BlockSize(3 * sizeof(T), cycles), false, to);
    Rows(context, rows, classes, [=](int64_t i) {
      const T sum = Contiguous<T, Add>(i * classes, classes, [to](auto v, int64_t j) {
        return Read<decltype(v)>(to + j);
      });
      const T inverse = T(1) / sum;
      ForEach<T>(i * classes, (i + 1) * classes, [=](auto v, int64_t j) {
        Write(to + j, Read<decltype(v)>(to + j) * inverse);
      });
    });
  }
};

template <class T, class Index>
class SparseCrossEntropy : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& logits = context->input(0);
    const Tensor& labels = context->input(1);
    OP_REQUIRES(context, logits.dims() == 2,
                InvalidArgument("logits must be 2-D, but got shape ",
                                logits.shape().DebugString()));
    OP_REQUIRES(context, labels.dims() == 1,
                InvalidArgument("labels must be 1-D, but got shape ",
                                labels.shape().DebugString()));
    OP_REQUIRES(context, logits.dim_size(0) == labels.dim_size(0),
                InvalidArgument("logits and labels must have the same first dimension, got logits "
                                "shape ",
                                logits.shape().DebugString(), " and labels shape ",
                                labels.shape().DebugString()));
    OP_REQUIRES(context, logits.dim_size(1) > 0,
                InvalidArgument("Must have at least one class, but got logits shape ",
                                logits.shape().DebugString()));
    const int64_t rows = logits.dim_size(0), classes = logits.dim_size(1);
    const Index* label = labels.flat<Index>().data();
    for (int64_t i = 0; i < rows; ++i) {
      OP_REQUIRES(context, label[i] >= 0 && label[i] < classes,
                  InvalidArgument("Received a label value of ", label[i],
                                  " which is outside the valid range of [0, ", classes,
                                  ").  Label values: ", labels.SummarizeValue(rows)));
    }
    Tensor *loss = nullptr, *gradient = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, labels.shape(), &loss));
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 1, logits.shape(),
                                                                      &gradient));
    const T* from = logits.flat<T>().data();
    T* losses = loss->flat<T>().data();
    T* to = gradient->flat<T>().data();
    std::vector<T> sums(rows);
    Rows(context, rows, classes, [&](int64_t i) {
      const int64_t at = i * classes;
      TakeAway(from + at, Largest(from + at, classes), classes, to + at);
      sums[i] = SumOfExp(to, at, classes);
      losses[i] = T(0) + (Log(sums[i]) - to[at + label[i]]);
    });
    Elements<T>(context, rows * classes, 5, [to](auto v, int64_t i) {
      Write(to + i, Exp(Read<decltype(v)>(to + i)));
    });
    Rows(context, rows, classes, [&](int64_t i) {
      for (int64_t j = 0; j < classes; ++j) {
        T& value = to[i * classes + j];
        value = value / sums[i] - (j == label[i] ? T(1) : T(0));
      }
    });
  }
};

template <class T>
class CrossEntropy : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& logits = context->input(0);
    const Tensor& labels = context->input(1);
    OP_REQUIRES(context, logits.dims() == 2 && labels.dims() == 2,
                InvalidArgument("logits and labels must be either 2-dimensional, or broadcasted to "
                                "be 2-dimensional"));
    int64_t size[2], logits_step[2], labels_step[2];
    for (int k = 0; k < 2; ++k) {
      const int64_t a = logits.dim_size(k), b = labels.dim_size(k);
      OP_REQUIRES(context, a == b || a == 1 || b == 1,
                  InvalidArgument("logits and labels must be broadcastable: logits_size=",
                                  logits.shape().DebugString(),
                                  " labels_size=", labels.shape().DebugString()));
      size[k] = a == 1 ? b : a;
      const int64_t stride = k == 0 ? 1 : 0;  // of the axis in units of the row, or of the value
      logits_step[k] = a == 1 ? 0 : (stride ? logits.dim_size(1) : 1);
      labels_step[k] = b == 1 ? 0 : (stride ? labels.dim_size(1) : 1);
    }
    const int64_t rows = size[0], classes = size[1];
    Tensor *loss = nullptr, *gradient = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({rows}), &loss));
    OP_REQUIRES_OK(context,
                   context->allocate_output(1, TensorShape({rows, classes}), &gradient));
    if (rows * classes == 0) return;
    const T* x = logits.flat<T>().data();
    const T* label = labels.flat<T>().data();
    T* losses = loss->flat<T>().data();
    T* to = gradient->flat<T>().data();
    const auto label_at = [=](int64_t i, int64_t j) {
      return label[i * labels_step[0] + j * labels_step[1]];
    };
    std::vector<T> sums(rows), logs(rows);
    Rows(context, rows, classes, [&](int64_t i) {
      const int64_t at = i * classes;
      for (int64_t j = 0; j < classes; ++j) {
        to[at + j] = x[i * logits_step[0] + j * logits_step[1]];
      }
      TakeAway(to + at, Largest(to + at, classes), classes, to + at);
      sums[i] = SumOfExp(to, at, classes);
    });
    logs = sums;
    LogAll(logs.data(), rows);
    std::vector<T> terms(rows * classes);
    Rows(context, rows, classes, [&](int64_t i) {
      const int64_t at = i * classes;
      for (int64_t j = 0; j < classes; ++j) {
        terms[at + j] = label_at(i, j) * (logs[i] - to[at + j]);
      }
      losses[i] = Contiguous<T, Add>(at, classes, [&terms](auto v, int64_t j) {
        return Read<decltype(v)>(terms.data() + j);
      });
    });
    const double cycles = Costs<T>::kEntropy + (classes > 1 ? Costs<T>::kTwo : 0);
    ExpInBlocks(context, rows, classes, BlockSize(4 * sizeof(T), cycles), true, to);
    Rows(context, rows, classes, [&](int64_t i) {
      for (int64_t j = 0; j < classes; ++j) {
        T& value = to[i * classes + j];
        value = value / sums[i] - label_at(i, j);
      }
    });
  }
};

#define TF1_SOFTMAX(T)                                                                          \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Softmax", T), Softmax<T, false>);                         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("LogSoftmax", T), Softmax<T, true>);                       \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("SoftmaxCrossEntropyWithLogits", T), CrossEntropy<T>);     \
  REGISTER_KERNEL_BUILDER(                                                                      \
      TF1_KERNEL("SparseSoftmaxCrossEntropyWithLogits", T).TypeConstraint<int32_t>("Tlabels"),  \
      SparseCrossEntropy<T, int32_t>);                                                          \
  REGISTER_KERNEL_BUILDER(                                                                      \
      TF1_KERNEL("SparseSoftmaxCrossEntropyWithLogits", T).TypeConstraint<int64_t>("Tlabels"),  \
      SparseCrossEntropy<T, int64_t>);
TF1_SOFTMAX(float)
TF1_SOFTMAX(double)
#undef TF1_SOFTMAX

}  // namespace
}  // namespace tf1
