// Pooling of NHWC images, SAME or VALID: the largest and the mean of each window, and their gradients.
// Other ways to pad, volumes and windows of channels are today's.
//
// All go channel by channel, over a window's pixels row by row, and windows are taken row by row.
// Lanes are of neighbouring channels and give what single ones do.
//
// - MaxPool: begins with the least number that there is, and takes a pixel that is larger than what
//   was found before it. So NaNs are passed over, and nothing is less than that number.
// - MaxPoolGrad: adds a window's gradient, from 0, to the pixel of its largest value: the window's
//   first pixel unless another is larger than what was found before it. So a NaN is taken where it
//   comes first, and never later. To a window's other pixels 0 is added, which changes none: no sum
//   is -0.
// - AvgPool: the sum from 0, divided by the number of pixels, those in the padding not counted.
// - AvgPoolGrad: adds to each pixel the gradient times 1 / that number.

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "today.h"

namespace tf1 {
namespace {

// Where windows stand along an axis of the images.
struct Axis {
  int64_t First(int64_t i) const { return std::max<int64_t>(0, i * stride - before); }
  int64_t End(int64_t i) const { return std::min(size, i * stride - before + window); }

  int64_t size, window, stride, count, before;
};

// The pixels of a window that are in the image, by the offsets of a channel in it.
struct Pixels {
  template <class F>
  void Each(F f) const {
    for (int64_t i = 0; i < height; ++i) {
      for (int64_t j = 0; j < width; ++j) f(first + (i * row + j) * depth);
    }
  }

  int64_t first, height, width, row, depth;
};

// A kernel that is today's unless its images are plain.
class Pooling : public OrToday {
 public:
  explicit Pooling(OpKernelConstruction* context) : OrToday(context) {
    std::string format;
    OP_REQUIRES_OK(context, context->GetAttr("data_format", &format));
    OP_REQUIRES_OK(context, context->GetAttr("ksize", &window_));
    OP_REQUIRES_OK(context, context->GetAttr("strides", &strides_));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding_));
    const auto is_of_images = [](const std::vector<int>& sizes) {
      return sizes.size() == 4 && sizes[0] == 1 && sizes[3] == 1;
    };
    is_plain_ = format == "NHWC" && is_of_images(window_) && is_of_images(strides_) &&
                (padding_ == "SAME" || padding_ == "VALID");
  }

 protected:
  // Images and their windows.
  struct Images {
    int64_t Image() const { return rows.size * columns.size * depth; }
    int64_t Windows() const { return rows.count * columns.count * depth; }
    TensorShape Pooled() const { return TensorShape({count, rows.count, columns.count, depth}); }

    // Calls `f(V(), pixels, i)` for the i-th numbers of what is made of one image's windows.
    template <class T, class F>
    void EachWindow(F f) const {
      for (int64_t i = 0; i < rows.count; ++i) {
        for (int64_t j = 0; j < columns.count; ++j) {
          const int64_t first = (rows.First(i) * columns.size + columns.First(j)) * depth;
          Pixels pixels = {first, rows.End(i) - rows.First(i), columns.End(j) - columns.First(j),
                           columns.size, depth};
          InHalves<T>(0, depth, [&](auto v, int64_t channel) {
            pixels.first = first + channel;
            f(v, pixels, (i * columns.count + j) * depth + channel);
          });
        }
      }
    }

    int64_t count, depth;
    Axis rows, columns;
  };

  // Returns whether images of this shape are plain, and then tells of them.
  bool Find(const TensorShape& shape, Images* found) const {
    if (!is_plain_ || shape.dims() != 4 || shape.num_elements() == 0) return false;
    *found = {shape.dim_size(0), shape.dim_size(3), Along(shape, 1), Along(shape, 2)};
    return found->rows.count > 0 && found->columns.count > 0;
  }

  // Calls `f(image)` for each image, on the threads that there are.
  template <class F>
  static void EachImage(OpKernelContext* context, const Images& images, F f) {
    const double cycles = images.Windows() * images.rows.window * images.columns.window;
    InParallel(context, images.count, cycles, 1, [&f](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) f(i);
    });
  }

 private:
  Axis Along(const TensorShape& shape, int axis) const {
    const int64_t size = shape.dim_size(axis), window = window_[axis], stride = strides_[axis];
    const bool same = padding_ == "SAME";
    const int64_t count = same ? (size + stride - 1) / stride : (size - window + stride) / stride;
    const int64_t before = same ? std::max<int64_t>(0, (count - 1) * stride + window - size) / 2 : 0;
    return {size, window, stride, count, before};
  }

  std::vector<int> window_, strides_;
  std::string padding_;
  bool is_plain_ = false;
};

template <class T>
struct LargestOf {
  template <class V>
  static V Of(const T* x, const Pixels& pixels) {
    V y = V{} + std::numeric_limits<T>::lowest();
    pixels.Each([&](int64_t i) {
      const V value = Read<V>(x + i);
      y = y < value ? value : y;
    });
    return y;
  }
};

template <class T>
struct MeanOf {
  template <class V>
  static V Of(const T* x, const Pixels& pixels) {
    V sum = V{};
    pixels.Each([&](int64_t i) { sum += Read<V>(x + i); });
    return sum / static_cast<T>(pixels.height * pixels.width);
  }
};

template <class T, class F>
class Pool : public Pooling {
 public:
  using Pooling::Pooling;

  void Compute(OpKernelContext* context) override {
    const Tensor& image = context->input(0);
    Images images;
    if (!Find(image.shape(), &images)) return ComputeAsToday(context);
    Tensor* pooled = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, images.Pooled(), &pooled));
    const T* from = image.flat<T>().data();
    T* to = pooled->flat<T>().data();
    EachImage(context, images, [&](int64_t i) {
      const T* x = from + i * images.Image();
      T* y = to + i * images.Windows();
      images.EachWindow<T>([=](auto v, const Pixels& pixels, int64_t at) {
        Write(y + at, F::template Of<decltype(v)>(x, pixels));
      });
    });
  }
};

template <class T>
class MaxPoolGrad : public Pooling {
 public:
  using Pooling::Pooling;

  void Compute(OpKernelContext* context) override {
    const Tensor &image = context->input(0), &gradient = context->input(2);
    Images images;
    if (!Find(image.shape(), &images) || context->input(1).shape() != images.Pooled() ||
        gradient.shape() != images.Pooled()) {
      return ComputeAsToday(context);
    }
    Tensor* sums = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, image.shape(), &sums));
    const T *from = image.flat<T>().data(), *gradients = gradient.flat<T>().data();
    T* to = sums->flat<T>().data();
    EachImage(context, images, [&](int64_t i) {
      const T *x = from + i * images.Image(), *dy = gradients + i * images.Windows();
      T* dx = to + i * images.Image();
      std::fill_n(dx, images.Image(), T(0));
      images.EachWindow<T>([=](auto v, const Pixels& pixels, int64_t at) {
        Add(x, pixels, Read<decltype(v)>(dy + at), dx);
      });
    });
  }

 private:
  template <class V>
  static void Add(const T* x, const Pixels& pixels, V gradient, T* dx) {
    V largest = Read<V>(x + pixels.first), place = V{}, number = V{};
    pixels.Each([&](int64_t i) {
      const V value = Read<V>(x + i);
      const auto larger = largest < value;
      largest = larger ? value : largest;
      place = larger ? number : place;
      number += T(1);
    });
    number = V{};
    pixels.Each([&](int64_t i) {
      Write(dx + i, Read<V>(dx + i) + (place == number ? gradient : V{}));
      number += T(1);
    });
  }
};

template <class T>
class AvgPoolGrad : public Pooling {
 public:
  using Pooling::Pooling;

  void Compute(OpKernelContext* context) override {
    const Tensor &sizes = context->input(0), &gradient = context->input(1);
    TensorShape shape;
    Images images;
    if (sizes.dims() != 1 ||
        !tensorflow::TensorShapeUtils::MakeShape(sizes.vec<int32_t>(), &shape).ok() ||
        !Find(shape, &images) || gradient.shape() != images.Pooled()) {
      return ComputeAsToday(context);
    }
    Tensor* sums = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &sums));
    const T* gradients = gradient.flat<T>().data();
    T* to = sums->flat<T>().data();
    EachImage(context, images, [&](int64_t i) {
      const T* dy = gradients + i * images.Windows();
      T* dx = to + i * images.Image();
      std::fill_n(dx, images.Image(), T(0));
      images.EachWindow<T>([=](auto v, const Pixels& pixels, int64_t at) {
        using V = decltype(v);
        const T part = static_cast<T>(1.0 / (pixels.height * pixels.width));
        const V each = Read<V>(dy + at) * part;
        pixels.Each([&](int64_t j) { Write(dx + j, Read<V>(dx + j) + each); });
      });
    });
  }
};

template <class T>
using MaxPool = Pool<T, LargestOf<T>>;
template <class T>
using AvgPool = Pool<T, MeanOf<T>>;

#define TF1_POOLING(T)                                                   \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("MaxPool", T), MaxPool<T>);         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("AvgPool", T), AvgPool<T>);         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("MaxPoolGrad", T), MaxPoolGrad<T>); \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("AvgPoolGrad", T), AvgPoolGrad<T>);
TF1_POOLING(float)
TF1_POOLING(double)

}  // namespace
}  // namespace tf1
