// Local response normalization: x (bias + alpha s)^-beta, where s is the sum of the squares of the
// values at most `depth_radius` channels away, the lowest first. The power is exp(-beta log(…)), with
// forms for lanes over the whole array; for beta 1 it is a reciprocal, for 1/2 a reciprocal root.

#include <vector>

#include "exponential.h"
#include "kernel.h"
#include "logarithm.h"
#include "roots.h"

namespace tf1 {
namespace {

class Response : public OpKernel {
 public:
  explicit Response(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("depth_radius", &radius_));
    OP_REQUIRES_OK(context, context->GetAttr("bias", &bias_));
    OP_REQUIRES_OK(context, context->GetAttr("alpha", &alpha_));
    OP_REQUIRES_OK(context, context->GetAttr("beta", &beta_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    OP_REQUIRES(context, x.dims() == 4,
                tensorflow::errors::InvalidArgument("in must be 4-dimensional"));
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, x.shape(), &y));
    if (x.NumElements() == 0) return;
    const int64_t depth = x.dim_size(3), window = 2 * radius_ + 1;
    const float* from = x.flat<float>().data();
    float* to = y->flat<float>().data();
    // A pixel's squares, with zeros around them, so that all its sums have as many terms.
    InParallel(context, x.NumElements() / depth, 1.0 * depth * window, 1,
               [=](int64_t begin, int64_t end) {
                 std::vector<float> squares(depth + window - 1);
                 for (int64_t i = begin; i < end; ++i) {
                   InHalves<float>(0, depth, [&](auto v, int64_t j) {
                     const auto value = Read<decltype(v)>(from + i * depth + j);
                     Write(squares.data() + radius_ + j, value * value);
                   });
                   InHalves<float>(0, depth, [&](auto v, int64_t j) {
                     using V = decltype(v);
                     V sum = V{};
                     for (int64_t k = 0; k < window; ++k) sum += Read<V>(squares.data() + j + k);
                     Write(to + i * depth + j, sum);
                   });
                 }
               });
    Elements<float>(context, x.NumElements(), 20, [=](auto v, int64_t i) {
      using V = decltype(v);
      const V sum = Read<V>(to + i) * alpha_ + bias_;
      const V by = beta_ == 1.0f   ? 1.0f / sum
                   : beta_ == 0.5f ? Rsqrt(sum)
                                   : Exp(Log(sum) * -beta_);
      Write(to + i, Read<V>(from + i) * by);
    });
  }

 private:
  int64_t radius_;
  float bias_, alpha_, beta_;
};
REGISTER_KERNEL_BUILDER(TF1_KERNEL("LRN", float), Response);

}  // namespace
}  // namespace tf1
