// FakeQuant: values rounded to one of 2^bits between a least and a largest number.
//
// The two are moved so that 0 is among the values: with s = (largest - least) / (q - p), where the
// integers go from p (1 with a narrow range, else 0) to q = 2^bits - 1, zero is at z = p - least / s,
// rounded half away from zero and kept within [p, q]; they become (p - z) s and (q - z) s. Then
//
//     y = floor((clamp(x) - least) (1 / s) + 1/2) s + least
//
// in that order, each operation rounded; a NaN stays one. Today's rounds after it has moved zero.
// Lanes give what single numbers do. With a least and a largest of 0, all is 0.

#include <cmath>
#include <string>
#include <vector>

#include "today.h"

namespace tf1 {
namespace {

inline float Floor(float x) { return std::floor(x); }
inline Floats Floor(Floats x) { return _mm256_floor_ps(x); }

struct Levels {
  Levels(float from, float to, int first, int last) {
    const float p = first, q = last;
    scale = (to - from) / (q - p);
    const float zero = p - from / scale;
    const float z = zero < p ? p : zero > q ? q : static_cast<uint16_t>(std::round(zero));
    least = (p - z) * scale;
    largest = (q - z) * scale;
    is_zero = from == 0.0f && to == 0.0f;
  }

  template <class V>
  V Of(V x) const {
    if (is_zero) return V{};
    const V clamped = Greatest(Least(x, Fill<V>(largest)), Fill<V>(least));
    return Floor((clamped - least) * (1.0f / scale) + 0.5f) * scale + least;
  }

  float scale, least, largest;
  bool is_zero;
};

// Bad input is refused by today's kernel.
class FakeQuant : public OrToday {
 public:
  explicit FakeQuant(OpKernelConstruction* context) : OrToday(context) {
    int bits = 8;
    bool narrow = false;
    OP_REQUIRES_OK(context, context->GetAttr("num_bits", &bits));
    OP_REQUIRES_OK(context, context->GetAttr("narrow_range", &narrow));
    first_ = narrow ? 1 : 0;
    last_ = (1 << bits) - 1;
  }

 protected:
  Levels Between(float least, float largest) const { return {least, largest, first_, last_}; }

  // Rounds by one of several levels, in turns: x is [rows, levels] where there are several.
  void Round(OpKernelContext* context, const std::vector<Levels>& levels) const {
    const Tensor& x = context->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 0, x.shape(), &y));
    const float* from = x.flat<float>().data();
    float* to = y->flat<float>().data();
    if (levels.size() == 1) {
      return Elements<float>(context, x.NumElements(), 5, [=](auto v, int64_t i) {
        Write(to + i, levels[0].Of(Read<decltype(v)>(from + i)));
      });
    }
    const int64_t depth = levels.size();
    InParallel(context, x.NumElements() / depth, 8.0 * depth, 1, [=](int64_t begin, int64_t end) {
      for (int64_t i = begin * depth; i < end * depth; ++i) to[i] = levels[i % depth].Of(from[i]);
    });
  }

 private:
  int first_, last_;
};

class OfAttributes : public FakeQuant {
 public:
  explicit OfAttributes(OpKernelConstruction* context) : FakeQuant(context) {
    OP_REQUIRES_OK(context, context->GetAttr("min", &least_));
    OP_REQUIRES_OK(context, context->GetAttr("max", &largest_));
  }
  void Compute(OpKernelContext* context) override { Round(context, {Between(least_, largest_)}); }

 private:
  float least_, largest_;
};

// Of a tensor's least and largest, or of those of each of its last dimension.
class OfTensors : public FakeQuant {
 public:
  using FakeQuant::FakeQuant;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &least = context->input(1), &largest = context->input(2);
    const int dims = x.dims();
    const bool by_channel = least.dims() == 1 && dims > 0 && least.dim_size(0) > 0 &&
                            least.dim_size(0) == x.dim_size(dims - 1) &&
                            type_string() == "FakeQuantWithMinMaxVarsPerChannel";
    const bool is_one = least.dims() == 0 && type_string() == "FakeQuantWithMinMaxVars";
    if (!(by_channel || is_one) || largest.shape() != least.shape()) return ComputeAsToday(context);
    std::vector<Levels> levels;
    for (int64_t i = 0; i < least.NumElements(); ++i) {
      levels.push_back(Between(least.flat<float>()(i), largest.flat<float>()(i)));
    }
    Round(context, levels);
  }
};

#define TF1_FAKE_QUANT(op, Kernel)                                             \
  REGISTER_KERNEL_BUILDER(                                                     \
      Name(op).Device(tensorflow::DEVICE_CPU).Label("tf1"), Kernel)
TF1_FAKE_QUANT("FakeQuantWithMinMaxArgs", OfAttributes);
TF1_FAKE_QUANT("FakeQuantWithMinMaxVars", OfTensors);
TF1_FAKE_QUANT("FakeQuantWithMinMaxVarsPerChannel", OfTensors);

}  // namespace
}  // namespace tf1
