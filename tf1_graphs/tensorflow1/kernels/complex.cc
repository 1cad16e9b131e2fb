// Functions of complex numbers, one by one as the C library has them: exp (in which cosine transforms are
// scaled), log, sqrt; the sign; and quotients, as in the gradient of a magnitude.

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "kernel.h"
#include "tensorflow/core/util/bcast.h"

namespace tf1 {
namespace {

template <class C, C (*function)(const C&)>
class OfComplex : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 0, x.shape(), &y));
    const C* from = x.flat<C>().data();
    C* to = y->flat<C>().data();
    InParallel(context, x.NumElements(), 100, 1, [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) to[i] = function(from[i]);
    });
  }
};

// Times the reciprocal of the magnitude; today's divides by the magnitude.
template <class C>
C Direction(const C& x) {
  using T = typename C::value_type;
  const T size = std::abs(x);
  if (size == T(0)) return C(0);
  const T scale = T(1) / size;
  return C(x.real() * scale, x.imag() * scale);
}

#define TF1_COMPLEX(op, function, C) \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, C), OfComplex<C, function>);
#define TF1_BOTH(op, function)                       \
  TF1_COMPLEX(op, function, std::complex<float>)     \
  TF1_COMPLEX(op, function, std::complex<double>)
TF1_BOTH("Exp", std::exp)
TF1_BOTH("Log", std::log)
TF1_BOTH("Sqrt", std::sqrt)
TF1_COMPLEX("Sign", Direction<std::complex<float>>, std::complex<float>)
TF1_COMPLEX("Sign", Direction<std::complex<double>>, std::complex<double>)
#undef TF1_BOTH
#undef TF1_COMPLEX

// Where 1.15.5 took vectors of four complex64 or two complex128.
template <class T>
std::complex<T> ByConjugate(const std::complex<T>& x, const std::complex<T>& y) {
  const T a = x.real(), b = x.imag(), c = y.real(), d = y.imag(), size = c * c + d * d;
  return {(a * c + b * d) / size, (b * c - a * d) / size};
}

// What was left over behind the last vector: the division of GCC 7, with infinities as in annex G of
// the C standard. Newer compilers divide otherwise.
template <class T>
std::complex<T> ByRatio(const std::complex<T>& x, const std::complex<T>& y) {
  T a = x.real(), b = x.imag(), c = y.real(), d = y.imag(), size, real, imaginary;
  if (std::fabs(c) < std::fabs(d)) {
    const T ratio = c / d;
    size = c * ratio + d;
    real = (a * ratio + b) / size;
    imaginary = (b * ratio - a) / size;
  } else {
    const T ratio = d / c;
    size = d * ratio + c;
    real = (b * ratio + a) / size;
    imaginary = (b - a * ratio) / size;
  }
  if (!std::isnan(real) || !std::isnan(imaginary)) return {real, imaginary};
  const T infinity = std::numeric_limits<T>::infinity();
  const auto unit = [](T& z) { z = std::copysign(std::isinf(z) ? T(1) : T(0), z); };
  if (c == 0 && d == 0 && (!std::isnan(a) || !std::isnan(b))) {
    return {std::copysign(infinity, c) * a, std::copysign(infinity, c) * b};
  }
  if ((std::isinf(a) || std::isinf(b)) && std::isfinite(c) && std::isfinite(d)) {
    unit(a), unit(b);
    return {infinity * (a * c + b * d), infinity * (b * c - a * d)};
  }
  if ((std::isinf(c) || std::isinf(d)) && std::isfinite(a) && std::isfinite(b)) {
    unit(c), unit(d);
    return {T(0) * (a * c + b * d), T(0) * (b * c - a * d)};
  }
  return {real, imaginary};
}

template <class C, bool kZeroByZero>
class Quotient : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    using tensorflow::BCast;
    const Tensor &x = context->input(0), &y = context->input(1);
    const BCast shapes(BCast::FromShape(x.shape()), BCast::FromShape(y.shape()));
    OP_REQUIRES(context, shapes.IsValid(),
                tensorflow::errors::InvalidArgument("Incompatible shapes: ",
                                                    x.shape().DebugString(), " vs. ",
                                                    y.shape().DebugString()));
    Tensor* z = nullptr;
    OP_REQUIRES_OK(context,
                   context->allocate_output(0, BCast::ToShape(shapes.output_shape()), &z));
    const C *a = x.flat<C>().data(), *b = y.flat<C>().data();
    C* to = z->flat<C>().data();
    const int64_t count = z->NumElements(), vectors = count - count % (32 / sizeof(C));
    const auto divide = [=](int64_t i, int64_t at_a, int64_t at_b) {
      const C &from = a[at_a], &by = b[at_b];
      to[i] = kZeroByZero && by == C(0) ? C(0)
              : i < vectors             ? ByConjugate(from, by)
                                        : ByRatio(from, by);
    };
    if (x.shape() == y.shape()) {
      InParallel(context, count, 20, 1, [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) divide(i, i, i);
      });
      return;
    }
    // Axes that are broadcast alike are one in `result_shape`; a step of 0 repeats a value.
    const auto& sizes = shapes.result_shape();
    const int rank = static_cast<int>(sizes.size());
    std::vector<int64_t> steps_a(rank), steps_b(rank);
    int64_t step_a = 1, step_b = 1;
    for (int k = rank - 1; k >= 0; --k) {
      steps_a[k] = shapes.x_reshape()[k] == 1 ? 0 : step_a;
      steps_b[k] = shapes.y_reshape()[k] == 1 ? 0 : step_b;
      step_a *= shapes.x_reshape()[k];
      step_b *= shapes.y_reshape()[k];
    }
    InParallel(context, count, 30, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        int64_t rest = i, at_a = 0, at_b = 0;
        for (int k = rank - 1; k >= 0; --k) {
          at_a += rest % sizes[k] * steps_a[k];
          at_b += rest % sizes[k] * steps_b[k];
          rest /= sizes[k];
        }
        divide(i, at_a, at_b);
      }
    });
  }
};

#define TF1_QUOTIENT(op, kZeroByZero)                                      \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, std::complex<float>),             \
                          Quotient<std::complex<float>, kZeroByZero>);     \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, std::complex<double>),            \
                          Quotient<std::complex<double>, kZeroByZero>);
TF1_QUOTIENT("Div", false)
TF1_QUOTIENT("RealDiv", false)
TF1_QUOTIENT("DivNoNan", true)
#undef TF1_QUOTIENT

}  // namespace
}  // namespace tf1
