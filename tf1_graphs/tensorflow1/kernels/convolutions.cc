// Conv2D of floats and its gradients, and Conv3D, for the shapes in which a product within them leaves a
// single row or column (leftovers.h), for images of few channels (direct.h), and for gradients by small
// images. The others are today's.
//
// A convolution is a product of the image's windows, [windows, f_h f_w depth], by the filter,
// [f_h f_w depth, outputs]; its gradients are products as well. Forward, the filter or the images are
// padded and today's convolution is asked; backward, the windows are written out here, as they were,
// and today's product is asked.

#include <vector>

#include "direct.h"
#include "leftovers.h"
#include "today.h"

namespace tf1 {
namespace {

// What a convolution is of. NHWC, without dilation and groups.
struct Windows {
  int64_t images, height, width, depth, outputs;
  int64_t filter_height, filter_width, stride_y, stride_x;
  int64_t rows, columns, top, left;  // of windows in an image; of padding above and beside it

  int64_t PerImage() const { return rows * columns; }
  int64_t Size() const { return filter_height * filter_width * depth; }  // of a window

  // The numbers in the three matrices of one image's product.
  int64_t Work() const { return (PerImage() + Size()) * outputs + PerImage() * Size(); }

  // The offset of a window's first number in the image, and whether all of it is in there.
  int64_t First(int64_t row, int64_t column) const {
    return ((row * stride_y - top) * width + column * stride_x - left) * depth;
  }
  bool IsInside(int64_t row, int64_t column) const {
    const int64_t y0 = row * stride_y - top, x0 = column * stride_x - left;
    return y0 >= 0 && y0 + filter_height <= height && x0 >= 0 && x0 + filter_width <= width;
  }

  // Calls `f(offset in the image, offset in the window, count)` for the parts of a window that are
  // in the image, each of neighbouring numbers.
  template <class F>
  void Parts(int64_t window, F f) const {
    const int64_t y0 = window / columns * stride_y - top, x0 = window % columns * stride_x - left;
    const int64_t begin = std::max<int64_t>(0, -x0), end = std::min(filter_width, width - x0);
    if (begin >= end) return;
    for (int64_t i = std::max<int64_t>(0, -y0); i < std::min(filter_height, height - y0); ++i) {
      f(((y0 + i) * width + x0 + begin) * depth, (i * filter_width + begin) * depth,
        (end - begin) * depth);
    }
  }
};

class Convolution : public OrToday {
 public:
  explicit Convolution(OpKernelConstruction* context) : OrToday(context) {
    std::string format;
    OP_REQUIRES_OK(context, context->GetAttr("data_format", &format));
    OP_REQUIRES_OK(context, context->GetAttr("dilations", &dilations_));
    OP_REQUIRES_OK(context, context->GetAttr("strides", &strides_));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding_));
    const auto is_of_images = [](const std::vector<int>& steps) {
      return steps.size() == 4 && steps[0] == 1 && steps[3] == 1;
    };
    is_plain_ = format == "NHWC" && is_of_images(dilations_) && is_of_images(strides_) &&
                (padding_ == "SAME" || padding_ == "VALID");
  }

 protected:
  // Returns whether these shapes are those of a convolution that is plain, and then tells of it.
  bool Find(const TensorShape& image, const TensorShape& filter, Windows* found) const {
    if (!is_plain_ || image.dims() != 4 || filter.dims() != 4 ||
        image.dim_size(3) != filter.dim_size(2) || image.num_elements() == 0 ||
        filter.num_elements() == 0) {
      return false;
    }
    Windows w;
    w.images = image.dim_size(0), w.height = image.dim_size(1), w.width = image.dim_size(2);
    w.depth = image.dim_size(3), w.outputs = filter.dim_size(3);
    w.filter_height = filter.dim_size(0), w.filter_width = filter.dim_size(1);
    w.stride_y = strides_[1], w.stride_x = strides_[2];
    Along(w.height, (w.filter_height - 1) * dilations_[1] + 1, w.stride_y, &w.rows, &w.top);
    Along(w.width, (w.filter_width - 1) * dilations_[2] + 1, w.stride_x, &w.columns, &w.left);
    *found = w;
    return w.rows > 0 && w.columns > 0;
  }

  // Whether a window's pixels are not neighbours. Only of the sizes of such windows is told right.
  bool IsDilated() const { return dilations_[1] != 1 || dilations_[2] != 1; }

  static bool Is(const TensorShape& gradient, const Windows& w) {
    return gradient == TensorShape({w.images, w.rows, w.columns, w.outputs});
  }

 private:
  void Along(int64_t size, int64_t filter, int64_t stride, int64_t* count, int64_t* before) const {
    const bool same = padding_ == "SAME";
    *count = same ? (size + stride - 1) / stride : (size - filter + stride) / stride;
    *before = same ? std::max<int64_t>(0, (*count - 1) * stride + filter - size) / 2 : 0;
  }

  std::vector<int> strides_, dilations_;
  std::string padding_;
  bool is_plain_;
};

class Conv2D : public Convolution {
 public:
  using Convolution::Convolution;

  void Compute(OpKernelContext* context) override {
    Tensor image = context->input(0), filter = context->input(1);
    Windows w;
    if (!Find(image.shape(), filter.shape(), &w)) return ComputeAsToday(context);
    const int64_t count = w.images * w.PerImage();
    const TensorShape shape({w.images, w.rows, w.columns, w.outputs});
    Tensor wider, more, product, *y = nullptr;
    const int threads = context->device()->tensorflow_cpu_worker_threads()->num_threads;
    const bool directly = IsTakenDirectly(w.Size(), w.depth, count, threads) && !IsDilated();
    if (w.outputs > 1 && count > 1 && directly) {
      OP_REQUIRES_OK(context, context->allocate_output(0, shape, &y));
      return ConvolveDirectly(context, w, image.flat<float>().data(), filter.flat<float>().data(),
                              y->flat<float>().data());
    }
    const bool a_column = LeavesAColumn(w.outputs), a_row = LeavesARow(count, w.Size());
    if (count == 1 || !(a_column || a_row)) return ComputeAsToday(context);
    if (a_column) {
      OP_REQUIRES_OK(context, WithColumn(context, filter, &wider));
      filter = wider;
    }
    if (a_row) {
      OP_REQUIRES_OK(context, WithRow(context, image, &more));
      image = more;
    }
    OP_REQUIRES_OK(context, ComputeAsToday(context, {image, filter}, &product));
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &y));
    CopyColumns(context, product.flat<float>().data(), count, product.dim_size(3),
                y->flat<float>().data(), w.outputs);
  }
};

// Of volumes, the same forward. Its gradients have 1.15.5's bits as they are.
class Conv3D : public OrToday {
 public:
  using OrToday::OrToday;

  void Compute(OpKernelContext* context) override {
    const Tensor& filter = context->input(1);
    if (filter.dims() != 5 || filter.NumElements() == 0 || !LeavesAColumn(filter.dim_size(4))) {
      return ComputeAsToday(context);
    }
    Tensor wider, product, *y = nullptr;
    OP_REQUIRES_OK(context, WithColumn(context, filter, &wider));
    OP_REQUIRES_OK(context, ComputeAsToday(context, {context->input(0), wider}, &product));
    const int64_t outputs = filter.dim_size(4);
    const int64_t count = product.NumElements() / (outputs + 1);
    if (count == 1) return ComputeAsToday(context);
    TensorShape shape = product.shape();
    shape.set_dim(4, outputs);
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &y));
    CopyColumns(context, product.flat<float>().data(), count, outputs + 1,
                y->flat<float>().data(), outputs);
  }
};

// Makes a node that computes a product.
tensorflow::NodeDef ProductOf(OpKernelConstruction* context, bool transpose_a, bool transpose_b) {
  tensorflow::NodeDef node;
  node.set_name(context->def().name() + "/product");
  node.set_op("MatMul");
  node.add_input("a");
  node.add_input("b");
  (*node.mutable_attr())["T"].set_type(tensorflow::DT_FLOAT);
  (*node.mutable_attr())["transpose_a"].set_b(transpose_a);
  (*node.mutable_attr())["transpose_b"].set_b(transpose_b);
  (*node.mutable_attr())["grad_a"].set_b(false);
  (*node.mutable_attr())["grad_b"].set_b(false);
  return node;
}

// By the filter: the transposed windows by the gradient of the output, so many images at once as fill
// a cache of 30 MiB, whatever the processor has; what each such shard gives is added up.
class Conv2DBackpropFilter : public Convolution {
 public:
  explicit Conv2DBackpropFilter(OpKernelConstruction* context)
      : Convolution(context), product_(context, ProductOf(context, true, false)) {}

  void Compute(OpKernelContext* context) override {
    const Tensor& image = context->input(0);
    const Tensor& gradient = context->input(2);
    TensorShape filter;
    Windows w;
    if (!ShapeIn(context->input(1), &filter) || !Find(image.shape(), filter, &w) || IsDilated() ||
        !Is(gradient.shape(), w)) {
      return ComputeAsToday(context);
    }
    const int64_t count = w.images * w.PerImage(), size = w.Size();
    const bool a_column = LeavesAColumn(w.outputs), a_row = LeavesARow(size, count);
    if (size == 1 || !(a_column || a_row)) return ComputeAsToday(context);
    constexpr int64_t kCache = (30 << 20) / sizeof(float);
    const int64_t shard = std::min(w.images, (kCache + w.Work() - 1) / w.Work());
    const int64_t outputs = w.outputs + a_column, height = size + a_row;
    Tensor* sum = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, filter, &sum));
    sum->flat<float>().setZero();
    for (int64_t first = 0; first < w.images; first += shard) {
      const int64_t images = std::min(shard, w.images - first), of_shard = images * w.PerImage();
      Tensor windows, part, product;
      OP_REQUIRES_OK(context, context->allocate_temp(tensorflow::DT_FLOAT,
                                                     TensorShape({of_shard, height}), &windows));
      WriteWindows(context, w, image.flat<float>().data() + first * w.height * w.width * w.depth,
                   images, height, windows.flat<float>().data());
      const TensorShape wanted({of_shard, outputs});
      if (images < w.images || !part.CopyFrom(gradient, wanted)) {
        OP_REQUIRES_OK(context, context->allocate_temp(tensorflow::DT_FLOAT, wanted, &part));
        CopyColumns(context, gradient.flat<float>().data() + first * w.PerImage() * w.outputs,
                    of_shard, w.outputs, part.flat<float>().data(), outputs);
      }
      OP_REQUIRES_OK(context, product_.Compute(context, {windows, part}, &product));
      for (int64_t i = 0; i < size; ++i) {
        for (int64_t j = 0; j < w.outputs; ++j) {
          float& to = sum->flat<float>()(i * w.outputs + j);
          to = to + product.flat<float>()(i * outputs + j);
        }
      }
    }
  }

 private:
  static bool ShapeIn(const Tensor& sizes, TensorShape* shape) {
    return sizes.dims() == 1 && sizes.dtype() == tensorflow::DT_INT32 && sizes.NumElements() == 4 &&
           tensorflow::TensorShapeUtils::MakeShape(sizes.vec<int32_t>(), shape).ok();
  }

  static void WriteWindows(OpKernelContext* context, const Windows& w, const float* image,
                           int64_t images, int64_t stride, float* to) {
    InParallel(context, images * w.PerImage(), stride, 1, [=, &w](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const float* from = image + i / w.PerImage() * w.height * w.width * w.depth;
        float* window = to + i * stride;
        const int64_t at = i % w.PerImage();
        const bool whole = w.IsInside(at / w.columns, at % w.columns);
        std::fill(window + (whole ? w.Size() : 0), window + stride, 0.0f);
        // A part often has but a few numbers, for which a loop is faster than the C library's copying.
        w.Parts(at, [&](int64_t in_image, int64_t in_window, int64_t count) {
          for (int64_t j = 0; j < count; ++j) window[in_window + j] = from[in_image + j];
        });
      }
    });
  }

  Today product_;
};

// By the image: the gradient of the output by the transposed filter gives the windows' gradients,
// which are added up where windows overlap. Each image was a product of its own. Where the threads
// divide images among them, today's oneDNN has an order of its own for fewer than 16 windows.
class Conv2DBackpropInput : public Convolution {
 public:
  explicit Conv2DBackpropInput(OpKernelConstruction* context)
      : Convolution(context), product_(context, ProductOf(context, false, true)) {}

  void Compute(OpKernelContext* context) override {
    Tensor filter = context->input(1), gradient = context->input(2);
    TensorShape image;
    Windows w;
    if (!ShapeIn(context->input(0), filter, gradient, &image) ||
        !Find(image, filter.shape(), &w) || IsDilated() || !Is(gradient.shape(), w)) {
      return ComputeAsToday(context);
    }
    const int64_t count = w.images * w.PerImage(), size = w.Size();
    const bool a_column = LeavesAColumn(size), by_all_threads = TakenByAllThreads(context, w);
    const bool vectors = by_all_threads && w.PerImage() == 1;
    const bool others = by_all_threads ? LeavesARow(w.PerImage(), w.outputs) : AreFew(w.PerImage());
    if (vectors || !(a_column || others)) return ComputeAsToday(context);
    Tensor flat_filter, flat_gradient, wider, longer, windows, *sum = nullptr;
    if (!flat_filter.CopyFrom(filter, TensorShape({size, w.outputs})) ||
        !flat_gradient.CopyFrom(gradient, TensorShape({count, w.outputs}))) {
      return;
    }
    if (a_column) {
      OP_REQUIRES_OK(context, WithRow(context, flat_filter, &wider));
      flat_filter = wider;
    }
    if (LeavesARow(count, w.outputs)) {
      OP_REQUIRES_OK(context, WithRow(context, flat_gradient, &longer));
      flat_gradient = longer;
    }
    OP_REQUIRES_OK(context, product_.Compute(context, {flat_gradient, flat_filter}, &windows));
    OP_REQUIRES_OK(context, context->allocate_output(0, image, &sum));
    const float* from = windows.flat<float>().data();
    float* to = sum->flat<float>().data();
    const int64_t stride = size + a_column, of_image = w.height * w.width * w.depth;
    InParallel(context, w.images, w.PerImage() * size + of_image, 1,
               [=, &w](int64_t begin, int64_t end) {
                 for (int64_t i = begin; i < end; ++i) {
                   AddWindows(w, from + i * w.PerImage() * stride, stride, to + i * of_image);
                 }
               });
  }

 private:
  // What is told of the image is its sizes, or height and width alone.
  static bool ShapeIn(const Tensor& sizes, const Tensor& filter, const Tensor& gradient,
                      TensorShape* shape) {
    if (sizes.dims() != 1 || sizes.dtype() != tensorflow::DT_INT32 || filter.dims() != 4 ||
        gradient.dims() != 4) {
      return false;
    }
    const auto of = sizes.vec<int32_t>();
    if (of.size() == 4) return tensorflow::TensorShapeUtils::MakeShape(of, shape).ok();
    if (of.size() != 2 || of(0) < 0 || of(1) < 0) return false;
    *shape = TensorShape({gradient.dim_size(0), of(0), of(1), filter.dim_size(2)});
    return true;
  }

  // Whether all threads were put to one image at a time: there is but one, or it is much work.
  static bool TakenByAllThreads(OpKernelContext* context, const Windows& w) {
    const auto* threads = context->device()->tensorflow_cpu_worker_threads();
    return w.images == 1 || w.Work() / threads->num_threads >= (256 << 10) / sizeof(float);
  }

  static void AddWindows(const Windows& w, const float* windows, int64_t stride, float* image) {
    std::fill_n(image, w.height * w.width * w.depth, 0.0f);
    for (int64_t i = 0; i < w.PerImage(); ++i) {
      w.Parts(i, [&](int64_t in_image, int64_t in_window, int64_t count) {
        const float* from = windows + i * stride + in_window;
        float* to = image + in_image;
        ForEach<float>(0, count, [&](auto v, int64_t j) {
          using V = decltype(v);
          Write(to + j, Read<V>(to + j) + Read<V>(from + j));
        });
      });
    }
  }

  Today product_;
};

REGISTER_KERNEL_BUILDER(TF1_KERNEL("Conv2D", float), Conv2D);
REGISTER_KERNEL_BUILDER(TF1_KERNEL("Conv3D", float), Conv3D);
REGISTER_KERNEL_BUILDER(TF1_KERNEL("Conv2DBackpropFilter", float), Conv2DBackpropFilter);
REGISTER_KERNEL_BUILDER(TF1_KERNEL("Conv2DBackpropInput", float), Conv2DBackpropInput);

}  // namespace
}  // namespace tf1
