// Functions of complex numbers, one by one: exp (by which cosine transforms are scaled), log and sqrt as
// the C library has them; the sign, x / |x|, by the reciprocal of |x|.
//
// Quotients (in the gradient of magnitudes): 32 bytes of the result at a time x conj(y) / |y|², the rest
// by R. Smith's method (1962): divided through by the larger part of y.

#include <cmath>
#include <complex>
#include <limits>

#include "binary.h"
#include "kernel.h"

namespace tf1 {
namespace {

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

struct Divided : OneByOne {
  template <class C>
  static C At(const C& x, const C& y, bool in_vector) {
    return in_vector ? ByConjugate(x, y) : ByRatio(x, y);
  }
};
struct DividedOrZero : OneByOne {
  template <class C>
  static C At(const C& x, const C& y, bool in_vector) {
    return y == C(0) ? C(0) : Divided::At(x, y, in_vector);
  }
};

template <class C>
C Direction(const C& x) {
  using T = typename C::value_type;
  const T size = std::abs(x);
  if (size == 0) return C(0);
  const T by = 1 / size;
  return C(x.real() * by, x.imag() * by);
}

template <class C>
C InverseRoot(const C& x) {
  return ByRatio(C(1), std::sqrt(x));
}

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

#define TF1_OF_ONE(C)                                                            \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Exp", C), OfComplex<C, std::exp>);         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Log", C), OfComplex<C, std::log>);         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Sqrt", C), OfComplex<C, std::sqrt>);       \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Rsqrt", C), OfComplex<C, InverseRoot<C>>); \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Sign", C), OfComplex<C, Direction<C>>);
#define TF1_OF_TWO(C)                                                                         \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Div", C), Binary<C, Divided, true>);                          \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("RealDiv", C), Binary<C, Divided, true>);                      \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("DivNoNan", C), Binary<C, DividedOrZero, true>);
TF1_OF_ONE(std::complex<float>)
TF1_OF_ONE(std::complex<double>)
TF1_OF_TWO(std::complex<float>)
TF1_OF_TWO(std::complex<double>)
#undef TF1_OF_ONE
#undef TF1_OF_TWO

}  // namespace
}  // namespace tf1
