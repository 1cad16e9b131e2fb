// MaxPoolGrad: the gradient of the largest of each window, of NHWC images without other padding than
// SAME and VALID. The others are today's.
//
// A window's gradient is added to the pixel of its largest value, channel by channel: the first of
// equals, row by row, and the window's first pixel unless another is larger than what was found
// before it. So a NaN is taken where it comes first, and never later. Windows are taken row by row;
// where they overlap, a pixel's sum is in that order, from 0. Lanes are of neighbouring channels and
// give what single ones do: to a window's other pixels 0 is added, and no sum is -0.

#include <algorithm>
#include <string>
#include <vector>

#include "today.h"

namespace tf1 {
namespace {

// As many neighbours as there are lanes, then half as many of what is left, and so on to single ones:
// few images have a multiple of eight channels.
template <class T, int lanes>
struct Neighbours {
  typedef T type __attribute__((vector_size(lanes * sizeof(T))));
};
template <class T>
struct Neighbours<T, 1> {
  typedef T type;
};
template <class T, int lanes = kLanes<T>, class F>
inline void InHalves(int64_t begin, int64_t end, F f) {
  for (; begin + lanes <= end; begin += lanes) f(typename Neighbours<T, lanes>::type(), begin);
  if constexpr (lanes > 1) InHalves<T, lanes / 2>(begin, end, f);
}

template <class T>
class MaxPoolGrad : public OrToday {
 public:
  explicit MaxPoolGrad(OpKernelConstruction* context) : OrToday(context) {
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

  void Compute(OpKernelContext* context) override {
    const Tensor &image = context->input(0), &gradient = context->input(2);
    if (!is_plain_ || image.dims() != 4 || image.NumElements() == 0) return ComputeAsToday(context);
    const Axis rows(image.dim_size(1), window_[1], strides_[1], padding_ == "SAME");
    const Axis columns(image.dim_size(2), window_[2], strides_[2], padding_ == "SAME");
    const int64_t images = image.dim_size(0), depth = image.dim_size(3);
    const TensorShape windows({images, std::max<int64_t>(rows.count, 0),
                               std::max<int64_t>(columns.count, 0), depth});
    if (context->input(1).shape() != windows || gradient.shape() != windows ||
        windows.num_elements() == 0) {
      return ComputeAsToday(context);
    }
    Tensor* sums = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, image.shape(), &sums));
    const int64_t of_image = rows.size * columns.size * depth;
    const int64_t of_windows = rows.count * columns.count * depth;
    const T* x = image.flat<T>().data();
    const T* dy = gradient.flat<T>().data();
    T* dx = sums->flat<T>().data();
    InParallel(context, images, of_windows * rows.window * columns.window, 1,
               [=, &rows, &columns](int64_t begin, int64_t end) {
                 for (int64_t i = begin; i < end; ++i) {
                   OfImage(rows, columns, depth, x + i * of_image, dy + i * of_windows,
                           dx + i * of_image);
                 }
               });
  }

 private:
  // Where windows stand along an axis.
  struct Axis {
    Axis(int64_t size, int64_t window, int64_t stride, bool same)
        : size(size), window(window), stride(stride) {
      count = same ? (size + stride - 1) / stride : (size - window + stride) / stride;
      before = same ? std::max<int64_t>(0, (count - 1) * stride + window - size) / 2 : 0;
    }
    int64_t First(int64_t i) const { return std::max<int64_t>(0, i * stride - before); }
    int64_t End(int64_t i) const { return std::min(size, i * stride - before + window); }

    int64_t size, window, stride, count, before;
  };

  static void OfImage(const Axis& rows, const Axis& columns, int64_t depth, const T* x,
                      const T* dy, T* dx) {
    std::fill_n(dx, rows.size * columns.size * depth, T(0));
    const int64_t row = columns.size * depth;
    for (int64_t i = 0; i < rows.count; ++i) {
      for (int64_t j = 0; j < columns.count; ++j, dy += depth) {
        const int64_t first = rows.First(i) * row + columns.First(j) * depth;
        const int64_t height = rows.End(i) - rows.First(i);
        const int64_t width = (columns.End(j) - columns.First(j)) * depth;
        InHalves<T>(0, depth, [&](auto v, int64_t channel) {
          using V = decltype(v);
          OfWindow<V>(x + first + channel, height, width, row, depth, Read<V>(dy + channel),
                      dx + first + channel);
        });
      }
    }
  }

  // `width` and `row` are in numbers, not pixels; `depth` of them are from a pixel to the next.
  template <class V>
  static void OfWindow(const T* x, int64_t height, int64_t width, int64_t row, int64_t depth,
                       V gradient, T* dx) {
    V largest = Read<V>(x), at = V{}, place = V{};
    for (int64_t i = 0; i < height; ++i) {
      for (int64_t j = 0; j < width; j += depth, place += T(1)) {
        const V value = Read<V>(x + i * row + j);
        const auto larger = largest < value;
        largest = larger ? value : largest;
        at = larger ? place : at;
      }
    }
    place = V{};
    for (int64_t i = 0; i < height; ++i) {
      for (int64_t j = 0; j < width; j += depth, place += T(1)) {
        T* to = dx + i * row + j;
        Write(to, Read<V>(to) + (at == place ? gradient : V{}));
      }
    }
  }

  std::vector<int> window_, strides_;
  std::string padding_;
  bool is_plain_ = false;
};
REGISTER_KERNEL_BUILDER(TF1_KERNEL("MaxPoolGrad", float), MaxPoolGrad<float>);
REGISTER_KERNEL_BUILDER(TF1_KERNEL("MaxPoolGrad", double), MaxPoolGrad<double>);

}  // namespace
}  // namespace tf1
