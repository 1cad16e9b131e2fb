// Functions of complex numbers, one by one: exp (by which cosine transforms are scaled), log and sqrt as
// the C library has them; the sign, x / |x|, by the reciprocal of |x|.
//
// Quotients (in the gradient of magnitudes): 32 bytes of numbers at a time x conj(y) / |y|², the rest by
// R. Smith's method (1962), which GCC took then: divided through by the larger part of y.

#include <complex>

#include "binary.h"
#include "kernel.h"

namespace tf1 {

// So many numbers as lanes have bytes.
template <class C>
struct Several {
  C at[32 / sizeof(C)];
  Several operator+(C value) const {
    Several sum;
    for (size_t i = 0; i < std::size(at); ++i) sum.at[i] = at[i] + value;
    return sum;
  }
};
template <class T>
struct LanesOf<std::complex<T>> {
  typedef Several<std::complex<T>> type;
};

namespace {

template <class C>
C Quotient(C x, C y) {
  using T = typename C::value_type;
  const T a = x.real(), b = x.imag(), c = y.real(), d = y.imag();
  if (std::abs(c) < std::abs(d)) {
    const T ratio = c / d, by = c * ratio + d;
    return C((a * ratio + b) / by, (b * ratio - a) / by);
  }
  const T ratio = d / c, by = d * ratio + c;
  return C((b * ratio + a) / by, (b - a * ratio) / by);
}

template <class C>
Several<C> Quotient(const Several<C>& x, const Several<C>& y) {
  Several<C> quotient;
  for (size_t i = 0; i < std::size(x.at); ++i) {
    const auto a = x.at[i].real(), b = x.at[i].imag(), c = y.at[i].real(), d = y.at[i].imag();
    const auto by = c * c + d * d;
    quotient.at[i] = C((a * c + b * d) / by, (b * c - a * d) / by);
  }
  return quotient;
}

struct Divided {
  template <class C>
  static constexpr bool kTakesLanes = true;
  template <class V>
  static V At(const V& x, const V& y) {
    return Quotient(x, y);
  }
};
struct DividedOrZero : Divided {
  template <class C>
  static C At(const C& x, const C& y) {
    return y == C(0) ? C(0) : Quotient(x, y);
  }
  template <class C>
  static Several<C> At(const Several<C>& x, const Several<C>& y) {
    Several<C> quotient = Quotient(x, y);
    for (size_t i = 0; i < std::size(y.at); ++i) {
      if (y.at[i] == C(0)) quotient.at[i] = C(0);
    }
    return quotient;
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
  return Quotient(C(1), std::sqrt(x));
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
#define TF1_OF_TWO(C)                                                                   \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Div", C), Binary<C, Divided>);                    \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("RealDiv", C), Binary<C, Divided>);                \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("DivNoNan", C), Binary<C, DividedOrZero>);
TF1_OF_ONE(std::complex<float>)
TF1_OF_ONE(std::complex<double>)
TF1_OF_TWO(std::complex<float>)
TF1_OF_TWO(std::complex<double>)
#undef TF1_OF_ONE
#undef TF1_OF_TWO

}  // namespace
}  // namespace tf1
