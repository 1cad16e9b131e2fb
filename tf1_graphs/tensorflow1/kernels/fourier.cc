// Fourier transforms: today's kernels take another algorithm, 1.15.5's is Eigen's `TensorFFT`, which is
// in today's headers too. Lines of a power of two numbers are halved, others made convolutions of such
// a length (Bluestein); an axis is transformed after the other, the first axis first.
//
// RFFT transforms its real numbers as complex ones, and keeps the first n / 2 + 1. IRFFT transforms the
// outer axes, fills in the rest of each line, which are the conjugates in reverse, and keeps the real
// part of the last axis's transform.

#include <array>
#include <complex>

#include "today.h"
#include "unsupported/Eigen/CXX11/Tensor"

namespace tf1 {
namespace {

template <int rank>
using Sizes = Eigen::DSizes<Eigen::DenseIndex, rank + 1>;

// The axes from `first` on: numbers of those that are transformed, after the one of all others.
template <int count>
std::array<int, count> Axes(int first) {
  std::array<int, count> axes;
  for (int i = 0; i < count; ++i) axes[i] = first + i;
  return axes;
}

template <int rank, int direction>
class Complex : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    const Tensor x = context->input(0);  // holds it, so that the result has memory of its own
    ComputeAsToday(context);
    if (!context->status().ok() || x.NumElements() == 0) return;
    if (x.dtype() == tensorflow::DT_COMPLEX64) {
      Transform<std::complex<float>>(context, x);
    } else {
      Transform<std::complex<double>>(context, x);
    }
  }

 private:
  template <class C>
  static void Transform(OpKernelContext* context, Tensor x) {
    context->mutable_output(0)->flat_inner_dims<C, rank + 1>().device(
        context->eigen_cpu_device()) =
        x.flat_inner_dims<C, rank + 1>().template fft<Eigen::BothParts, direction>(Axes<rank>(1));
  }
};

template <int rank>
class OfReal : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok() || context->mutable_output(0)->NumElements() == 0) return;
    Tensor x = context->input(0);
    auto from = x.flat_inner_dims<float, rank + 1>();
    auto to = context->mutable_output(0)->flat_inner_dims<std::complex<float>, rank + 1>();
    Sizes<rank> sizes = from.dimensions();
    for (int i = 0; i < rank; ++i) sizes[i + 1] = context->input(1).flat<int32_t>()(i);
    Eigen::Tensor<std::complex<float>, rank + 1, Eigen::RowMajor> whole =
        from.slice(Sizes<rank>(), sizes)
            .template fft<Eigen::BothParts, Eigen::FFT_FORWARD>(Axes<rank>(1));
    to = whole.slice(Sizes<rank>(), to.dimensions());
  }
};

template <int rank>
class ToReal : public OrToday {
 public:
  using OrToday::OrToday;
  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok() || context->mutable_output(0)->NumElements() == 0) return;
    Tensor x = context->input(0);
    auto from = x.flat_inner_dims<std::complex<float>, rank + 1>();
    auto to = context->mutable_output(0)->flat_inner_dims<float, rank + 1>();
    const Sizes<rank> sizes = to.dimensions(), zero;
    Sizes<rank> given = sizes;
    given[rank] = sizes[rank] / 2 + 1;
    Eigen::Tensor<std::complex<float>, rank + 1, Eigen::RowMajor> whole(sizes);
    whole.slice(zero, given) = from.slice(zero, given);
    if constexpr (rank > 1) {
      whole.slice(zero, given) =
          whole.slice(zero, given)
              .template fft<Eigen::BothParts, Eigen::FFT_REVERSE>(Axes<rank - 1>(1));
    }
    Sizes<rank> others = sizes, first, after;
    others[rank] = sizes[rank] - given[rank];
    first[rank] = 1;
    after[rank] = given[rank];
    std::array<bool, rank + 1> reversed = {};
    reversed[rank] = true;
    if (others[rank] > 0) {
      whole.slice(after, others) = whole.slice(first, others).reverse(reversed).conjugate();
    }
    to = whole.template fft<Eigen::RealPart, Eigen::FFT_REVERSE>(Axes<1>(rank));
  }
};

#define TF1_FOURIER(op, ...) \
  REGISTER_KERNEL_BUILDER(Name(op).Device(tensorflow::DEVICE_CPU).Label("tf1"), __VA_ARGS__);
#define TF1_REAL_FOURIER(op, ...)                       \
  REGISTER_KERNEL_BUILDER(Name(op)                      \
                              .Device(tensorflow::DEVICE_CPU) \
                              .Label("tf1")             \
                              .HostMemory("fft_length") \
                              .TypeConstraint<float>("Treal"), \
                          __VA_ARGS__);
TF1_FOURIER("FFT", Complex<1, Eigen::FFT_FORWARD>)
TF1_FOURIER("FFT2D", Complex<2, Eigen::FFT_FORWARD>)
TF1_FOURIER("FFT3D", Complex<3, Eigen::FFT_FORWARD>)
TF1_FOURIER("IFFT", Complex<1, Eigen::FFT_REVERSE>)
TF1_FOURIER("IFFT2D", Complex<2, Eigen::FFT_REVERSE>)
TF1_FOURIER("IFFT3D", Complex<3, Eigen::FFT_REVERSE>)
TF1_REAL_FOURIER("RFFT", OfReal<1>)
TF1_REAL_FOURIER("RFFT2D", OfReal<2>)
TF1_REAL_FOURIER("RFFT3D", OfReal<3>)
TF1_REAL_FOURIER("IRFFT", ToReal<1>)
TF1_REAL_FOURIER("IRFFT2D", ToReal<2>)
TF1_REAL_FOURIER("IRFFT3D", ToReal<3>)
#undef TF1_FOURIER
#undef TF1_REAL_FOURIER

}  // namespace
}  // namespace tf1
