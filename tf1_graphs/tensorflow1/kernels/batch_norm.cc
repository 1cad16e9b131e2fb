// Fused batch normalization of [..., channels] and its gradients. All is arithmetic but for the
// reciprocal roots: of whole lanes of channels by roots.h's approximation, of the rest exactly. Two
// of the gradients' roots were taken anew at every place, by lanes that are counted through the whole
// array: approximations where such a lane's channels are of one position, else exact. Sums over the
// positions are taken channel by channel, one value after the other.

#include "roots.h"
#include "sums.h"
#include "today.h"

namespace tf1 {
namespace {

using tensorflow::errors::InvalidArgument;

// 1 / sqrt(variance + epsilon) of each channel.
std::vector<float> RootsOf(const float* variance, int64_t channels, float epsilon) {
  std::vector<float> roots(channels);
  ForEach<float>(0, channels, [&](auto v, int64_t i) {
    Write(roots.data() + i, Rsqrt(Read<decltype(v)>(variance + i) + epsilon));
  });
  return roots;
}

// The same roots as they come at each place of an array of `count` values.
class RootsByPlace {
 public:
  RootsByPlace(const float* variance, int64_t channels, float epsilon, int64_t count)
      : channels_(channels), count_(count), exact_(channels), near_(channels) {
    for (int64_t c = 0; c < channels; ++c) {
      exact_[c] = Rsqrt(variance[c] + epsilon);
      near_[c] = Rsqrt(Fill<Floats>(variance[c] + epsilon))[0];
    }
  }

  // At the places from i on, which have the channels from c on.
  template <class V>
  V At(int64_t i, int64_t c) const {
    if constexpr (sizeof(V) == sizeof(float)) {
      const int64_t lane = i - i % 8, row = i - c;
      const bool whole = lane >= row && lane + 8 <= row + channels_ && lane + 8 <= count_;
      return whole ? near_[c] : exact_[c];
    } else {
      if (channels_ % 8 == 0) return Read<V>(near_.data() + c);
      V roots;
      for (int k = 0; k < 8; ++k) roots[k] = At<float>(i + k, c + k);
      return roots;
    }
  }

 private:
  int64_t channels_, count_;
  std::vector<float> exact_, near_;
};

// Sums `value(V(), position, channel)` over all positions, for each channel.
template <class Value>
void OverPositions(OpKernelContext* context, int64_t positions, int64_t channels, float* sums,
                   Value value) {
  InParallel(context, channels, 2.0 * positions, 64, [&](int64_t begin, int64_t end) {
    std::fill(sums + begin, sums + end, 0.0f);
    for (int64_t i = 0; i < positions; ++i) {
      ForEach<float>(begin, end, [&](auto v, int64_t c) {
        using V = decltype(v);
        Write(sums + c, Read<V>(sums + c) + value(V(), i * channels + c, c));
      });
    }
  });
}

// Writes `value(V(), i, channel)` at every place i.
template <class Value>
void Everywhere(OpKernelContext* context, int64_t positions, int64_t channels, float* to,
                Value value) {
  InParallel(context, positions, 3.0 * channels, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      ForEach<float>(0, channels, [&](auto v, int64_t c) {
        Write(to + i * channels + c, value(v, i * channels + c, c));
      });
    }
  });
}

// Channels that come first, which 1.15.5 took on a GPU alone, are normalized by today's kernel.
class Normalization : public OrToday {
 public:
  explicit Normalization(OpKernelConstruction* context) : OrToday(context) {
    OP_REQUIRES_OK(context, context->GetAttr("epsilon", &epsilon_));
    OP_REQUIRES_OK(context, context->GetAttr("is_training", &training_));
    std::string format;
    OP_REQUIRES_OK(context, context->GetAttr("data_format", &format));
    channels_last_ = format == "NHWC" || format == "NDHWC";
  }

 protected:
  // Takes up x, whose last axis has as many values as `scale`.
  absl::Status Open(const Tensor& x, const Tensor& scale) {
    if (x.dims() < 4 || scale.dims() != 1 || scale.dim_size(0) != x.dim_size(x.dims() - 1)) {
      return InvalidArgument("of x ", x.shape().DebugString(), " the last axis must have as many ",
                             "values as scale ", scale.shape().DebugString());
    }
    return absl::OkStatus();
  }

  float epsilon_;
  bool training_, channels_last_;
};

class BatchNorm : public Normalization {
 public:
  explicit BatchNorm(OpKernelConstruction* context) : Normalization(context) {
    context->GetAttr("exponential_avg_factor", &factor_).IgnoreError();
  }

  void Compute(OpKernelContext* context) override {
    if (!channels_last_) return ComputeAsToday(context);
    const Tensor& x = context->input(0);
    const Tensor& scale = context->input(1);
    OP_REQUIRES_OK(context, Open(x, scale));
    const int64_t channels = scale.NumElements();
    for (int i = 2; i < 5; ++i) {
      const int64_t count = context->input(i).NumElements();
      OP_REQUIRES(context, count == channels || (i > 2 && training_ && count == 0),
                  InvalidArgument("offset, mean and variance must have a value for each channel, "
                                  "got ", context->input(i).shape().DebugString()));
    }
    Tensor* outputs[5];
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &outputs[0]));
    for (int i = 1; i < 5; ++i) {
      OP_REQUIRES_OK(context, context->allocate_output(i, scale.shape(), &outputs[i]));
    }
    Tensor* reserved = nullptr;
    if (context->num_outputs() > 5) {
      OP_REQUIRES_OK(context, context->allocate_output(5, TensorShape({0}), &reserved));
    }
    float* to[5];
    for (int i = 0; i < 5; ++i) to[i] = outputs[i]->flat<float>().data();
    const float* from = x.flat<float>().data();
    const float* gamma = scale.flat<float>().data();
    const float* beta = context->input(2).flat<float>().data();
    const float* given_mean = context->input(3).flat<float>().data();
    const float* given_variance = context->input(4).flat<float>().data();
    const int64_t positions = channels == 0 ? 0 : x.NumElements() / channels;
    if (positions == 0) {
      const float none = std::numeric_limits<float>::quiet_NaN();
      for (int i = 1; i < 5; ++i) std::fill(to[i], to[i] + channels, none);
      return;
    }
    float *mean = to[3], *variance = to[4];
    if (training_) {
      Moments(context, from, positions, channels, mean, variance);
      const float unbiased =
          static_cast<float>(positions) / static_cast<float>(std::max<int64_t>(positions - 1, 1));
      for (int64_t c = 0; c < channels; ++c) {
        const float batch_variance = variance[c] * unbiased;
        to[1][c] = factor_ == 1 ? mean[c] : (1 - factor_) * given_mean[c] + factor_ * mean[c];
        to[2][c] = factor_ == 1 ? batch_variance
                                : (1 - factor_) * given_variance[c] + factor_ * batch_variance;
      }
    } else {
      for (int i = 1; i < 5; i += 2) std::copy(given_mean, given_mean + channels, to[i]);
      for (int i = 2; i < 5; i += 2) std::copy(given_variance, given_variance + channels, to[i]);
    }
    std::vector<float> factor = RootsOf(variance, channels, epsilon_);
    for (int64_t c = 0; c < channels; ++c) factor[c] = factor[c] * gamma[c];
    Everywhere(context, positions, channels, to[0], [&](auto v, int64_t i, int64_t c) {
      using V = decltype(v);
      return (Read<V>(from + i) - Read<V>(mean + c)) * Read<V>(factor.data() + c) +
             Read<V>(beta + c);
    });
  }

 private:
  static void Moments(OpKernelContext* context, const float* x, int64_t positions,
                      int64_t channels, float* mean, float* variance) {
    const float share = 1.0f / static_cast<float>(positions);
    OverPositions(context, positions, channels, mean,
                  [x](auto v, int64_t i, int64_t) { return Read<decltype(v)>(x + i); });
    for (int64_t c = 0; c < channels; ++c) mean[c] = mean[c] * share;
    OverPositions(context, positions, channels, variance, [=](auto v, int64_t i, int64_t c) {
      using V = decltype(v);
      const V centered = Read<V>(x + i) - Read<V>(mean + c);
      return centered * centered;
    });
    for (int64_t c = 0; c < channels; ++c) variance[c] = variance[c] * share;
  }

  float factor_ = 1;
};

class BatchNormGradient : public Normalization {
 public:
  using Normalization::Normalization;

  void Compute(OpKernelContext* context) override {
    if (!channels_last_) return ComputeAsToday(context);
    const Tensor& gradient = context->input(0);
    const Tensor& x = context->input(1);
    const Tensor& scale = context->input(2);
    OP_REQUIRES_OK(context, Open(x, scale));
    const int64_t channels = scale.NumElements();
    OP_REQUIRES(context,
                gradient.shape() == x.shape() && context->input(3).NumElements() == channels &&
                    context->input(4).NumElements() == channels,
                InvalidArgument("the gradient must have the shape of x, mean and variance that of "
                                "scale"));
    Tensor* outputs[5];
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &outputs[0]));
    for (int i = 1; i < 5; ++i) {
      const TensorShape shape = i < 3 ? scale.shape() : TensorShape({0});
      OP_REQUIRES_OK(context, context->allocate_output(i, shape, &outputs[i]));
    }
    const float* dy = gradient.flat<float>().data();
    const float* from = x.flat<float>().data();
    const float* gamma = scale.flat<float>().data();
    const float* mean = context->input(3).flat<float>().data();
    const float* variance = context->input(4).flat<float>().data();
    float* dx = outputs[0]->flat<float>().data();
    float* dscale = outputs[1]->flat<float>().data();
    float* doffset = outputs[2]->flat<float>().data();
    const int64_t positions = channels == 0 ? 0 : x.NumElements() / channels;
    const std::vector<float> roots = RootsOf(variance, channels, epsilon_);
    const float* root = roots.data();
    OverPositions(context, positions, channels, doffset,
                  [dy](auto v, int64_t i, int64_t) { return Read<decltype(v)>(dy + i); });
    std::vector<float> products(channels);
    // The sum of dy (x - mean), and in training another one with 1/sqrt within it.
    OverPositions(context, positions, channels, products.data(),
                  [=](auto v, int64_t i, int64_t c) {
                    using V = decltype(v);
                    return Read<V>(dy + i) * (Read<V>(from + i) - Read<V>(mean + c));
                  });
    if (!training_) {
      std::vector<float> factor(channels);
      for (int64_t c = 0; c < channels; ++c) {
        dscale[c] = products[c] * root[c];
        factor[c] = gamma[c] * root[c];
      }
      const float* by = factor.data();
      Everywhere(context, positions, channels, dx, [=](auto v, int64_t i, int64_t c) {
        using V = decltype(v);
        return Read<V>(dy + i) * Read<V>(by + c);
      });
      return;
    }
    const RootsByPlace by_place(variance, channels, epsilon_, x.NumElements());
    OverPositions(context, positions, channels, dscale, [&](auto v, int64_t i, int64_t c) {
      using V = decltype(v);
      return Read<V>(dy + i) *
             ((Read<V>(from + i) - Read<V>(mean + c)) * by_place.At<V>(i, c));
    });
    const float count = static_cast<float>(positions), share = 1.0f / count;
    std::vector<float> shift(channels), slope(channels);
    for (int64_t c = 0; c < channels; ++c) {
      shift[c] = doffset[c] * share;
      slope[c] = (root[c] * root[c]) * (products[c] / count);
    }
    const float *less = shift.data(), *along = slope.data();
    Everywhere(context, positions, channels, dx, [&](auto v, int64_t i, int64_t c) {
      using V = decltype(v);
      const V centered = Read<V>(from + i) - Read<V>(mean + c);
      return (Read<V>(gamma + c) * by_place.At<V>(i, c)) *
             ((Read<V>(dy + i) - Read<V>(less + c)) - centered * Read<V>(along + c));
    });
  }
};

#define TF1_BATCH_NORM(version)                                                            \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("FusedBatchNorm" version, float), BatchNorm);         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("FusedBatchNormGrad" version, float), BatchNormGradient);
TF1_BATCH_NORM("")
TF1_BATCH_NORM("V2")
TF1_BATCH_NORM("V3")
#undef TF1_BATCH_NORM

}  // namespace
}  // namespace tf1
