// Ops of one argument, element by element.

#include <cmath>

#include "exponential.h"
#include "kernel.h"
#include "logarithm.h"
#include "roots.h"
#include "sigmoids.h"

namespace tf1 {
namespace {

// Softplus: x above a threshold, exp(x) below minus it, log(exp(x) + 1) between; the threshold is
// -ln(epsilon) - 2.
template <class T>
T Chosen(T x, T exponential, T logarithm) {
  static const T threshold = std::log(std::numeric_limits<T>::epsilon()) + T(2);
  return x > -threshold ? x : x < threshold ? exponential : logarithm;
}
template <class T>
T SoftplusOf(T x) {
  const T e = Exp(x);
  return Chosen(x, e, Log(e + T(1)));
}
inline float Softplus(float x) { return SoftplusOf(x); }
inline double Softplus(double x) { return SoftplusOf(x); }
inline Floats Softplus(Floats x) {
  const Floats e = Exp(x), l = Log(e + 1.0f);
  Floats y;
  for (int i = 0; i < 8; ++i) y[i] = Chosen(x[i], e[i], l[i]);
  return y;
}

// ELU: exp(x) - 1 below 0, else x. SELU: the same, scaled; constants of Klambauer et al. 2017.
template <class V>
V Elu(V x) {
  return x < 0 ? Exp(x) - 1 : x;
}
template <class V, class T>
V SeluOf(V x, T) {
  const T scale = static_cast<T>(1.0507009873554804934193349852946);
  const T scale_alpha = static_cast<T>(1.7580993408473768599402175208123);
  return x < 0 ? scale_alpha * (Exp(x) - T(1)) : scale * x;
}

template <class T>
T Sign(T x) {
  return T((x > 0) - (x < 0));  // 0 for a NaN
}

// To the nearest integer, halves to the even one; a result of zero is positive.
template <class T>
T Round(T x) {
  const T below = std::floor(x), rest = x - below;
  if (rest > T(0.5) || (rest == T(0.5) && below - T(2) * std::floor(T(0.5) * x) == T(1))) {
    return below + T(1);
  }
  return below;
}

// -x; lanes: 0 - x, which makes +0 of both zeros.
inline float Negative(float x) { return -x; }
inline double Negative(double x) { return -x; }
inline Floats Negative(Floats x) { return 0.0f - x; }
inline Doubles Negative(Doubles x) { return 0.0 - x; }

// A function with a form for lanes, and one without.
#define TF1_WITH_LANES(name, function)         \
  struct name {                                \
    template <class V, class T>                \
    static V At(const T* x) {                  \
      return function(Read<V>(x));             \
    }                                          \
  };
#define TF1_ONE_BY_ONE(name, function)                                                  \
  struct name {                                                                         \
    template <class V, class T>                                                         \
    static V At(const T* x) {                                                           \
      if constexpr (sizeof(V) == sizeof(T)) {                                           \
        return function(*x);                                                            \
      } else {                                                                          \
        V y;                                                                            \
        for (int64_t i = 0; i < kLanes<T>; ++i) y[i] = function(x[i]);                  \
        return y;                                                                       \
      }                                                                                 \
    }                                                                                   \
  };

TF1_WITH_LANES(TanhF, Tanh)
TF1_ONE_BY_ONE(TanhD, std::tanh)
TF1_WITH_LANES(SigmoidOp, Sigmoid)
TF1_WITH_LANES(ExpOp, Exp)
TF1_WITH_LANES(Expm1F, Expm1)
TF1_ONE_BY_ONE(Expm1D, std::expm1)
TF1_WITH_LANES(LogF, Log)
TF1_ONE_BY_ONE(LogD, Log)
TF1_WITH_LANES(Log1pF, Log1p)
TF1_ONE_BY_ONE(Log1pD, std::log1p)
TF1_WITH_LANES(SqrtOp, Sqrt)
TF1_WITH_LANES(RsqrtOp, Rsqrt)
TF1_WITH_LANES(InverseOp, 1 /)
TF1_WITH_LANES(NegativeOp, Negative)
TF1_WITH_LANES(SquareOp, [](auto v) { return v * v; })
TF1_ONE_BY_ONE(ErfOp, std::erf)
TF1_ONE_BY_ONE(ErfcOp, std::erfc)
TF1_ONE_BY_ONE(AsinOp, std::asin)
TF1_ONE_BY_ONE(AcosOp, std::acos)
TF1_ONE_BY_ONE(AtanOp, std::atan)
TF1_ONE_BY_ONE(AtanhOp, std::atanh)
TF1_ONE_BY_ONE(SignOp, Sign)
TF1_ONE_BY_ONE(RoundOp, Round)
TF1_WITH_LANES(SoftplusF, Softplus)
TF1_ONE_BY_ONE(SoftplusD, Softplus)
TF1_WITH_LANES(EluOp, Elu)
struct SeluOp {
  template <class V, class T>
  static V At(const T* x) {
    return SeluOf(Read<V>(x), T());
  }
};
TF1_WITH_LANES(ReluOp, [](auto v) { return Greatest(v, decltype(v){}); })
struct Relu6Op {
  template <class V, class T>
  static V At(const T* x) {
    return Least(Greatest(Read<V>(x), V{}), Fill<V>(T(6)));
  }
};

#undef TF1_WITH_LANES
#undef TF1_ONE_BY_ONE

template <class T, class Function>
class Elementwise : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context,
                   context->forward_input_or_allocate_output({0}, 0, x.shape(), &y));
    const T* from = x.flat<T>().data();
    T* to = y->flat<T>().data();
    Elements<T>(context, x.NumElements(), 5, [=](auto v, int64_t i) {
      Write(to + i, Function::template At<decltype(v)>(from + i));
    });
  }
};

// ELU behind a product or a convolution with a bias, which 1.15.5 made one op of: lanes begin anew
// with each row, the values along the last axis.
template <class T>
class EluOfRows : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    Tensor* y = nullptr;
    OP_REQUIRES_OK(context, context->forward_input_or_allocate_output({0}, 0, x.shape(), &y));
    if (x.NumElements() == 0) return;
    const int64_t width = x.dims() == 0 ? 1 : x.dim_size(x.dims() - 1);
    const T* from = x.flat<T>().data();
    T* to = y->flat<T>().data();
    InParallel(context, x.NumElements() / width, 5.0 * width, 1, [=](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        ForEach<T>(row * width, (row + 1) * width, [=](auto v, int64_t i) {
          Write(to + i, Elu(Read<decltype(v)>(from + i)));
        });
      }
    });
  }
};
#define TF1_ELU_OF_ROWS(T)                                                                        \
  REGISTER_KERNEL_BUILDER(                                                                        \
      Name("Elu").Device(tensorflow::DEVICE_CPU).Label("tf1_rows").TypeConstraint<T>("T"),        \
      EluOfRows<T>);
TF1_ELU_OF_ROWS(float)
TF1_ELU_OF_ROWS(double)
#undef TF1_ELU_OF_ROWS

// The gradient of 1/x, given y = 1/x and the gradient of y: -dy y².
template <class T>
class ReciprocalGradient : public OpKernel {
 public:
  using OpKernel::OpKernel;
  void Compute(OpKernelContext* context) override {
    const Tensor& y = context->input(0);
    const Tensor& dy = context->input(1);
    OP_REQUIRES(context, y.shape() == dy.shape(),
                tensorflow::errors::InvalidArgument("Shapes differ: ", y.shape().DebugString(),
                                                    " vs. ", dy.shape().DebugString()));
    Tensor* dx = nullptr;
    OP_REQUIRES_OK(context,
                   context->forward_input_or_allocate_output({0, 1}, 0, y.shape(), &dx));
    const T* a = y.flat<T>().data();
    const T* b = dy.flat<T>().data();
    T* to = dx->flat<T>().data();
    Elements<T>(context, y.NumElements(), 2, [=](auto v, int64_t i) {
      using V = decltype(v);
      const V out = Read<V>(a + i), gradient = Negative(Read<V>(b + i));
      if constexpr (sizeof(V) == sizeof(T)) {
        Write(to + i, gradient * out * out);
      } else {
        Write(to + i, gradient * (out * out));
      }
    });
  }
};

#define TF1_BOTH(op, of_floats, of_doubles)                                       \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, float), Elementwise<float, of_floats>); \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, double), Elementwise<double, of_doubles>);

TF1_BOTH("Tanh", TanhF, TanhD)
TF1_BOTH("Sigmoid", SigmoidOp, SigmoidOp)
TF1_BOTH("Exp", ExpOp, ExpOp)
TF1_BOTH("Expm1", Expm1F, Expm1D)
TF1_BOTH("Log", LogF, LogD)
TF1_BOTH("Log1p", Log1pF, Log1pD)
TF1_BOTH("Sqrt", SqrtOp, SqrtOp)
TF1_BOTH("Rsqrt", RsqrtOp, RsqrtOp)
TF1_BOTH("Inv", InverseOp, InverseOp)
TF1_BOTH("Reciprocal", InverseOp, InverseOp)
TF1_BOTH("Neg", NegativeOp, NegativeOp)
TF1_BOTH("Square", SquareOp, SquareOp)
TF1_BOTH("Erf", ErfOp, ErfOp)
TF1_BOTH("Erfc", ErfcOp, ErfcOp)
TF1_BOTH("Asin", AsinOp, AsinOp)
TF1_BOTH("Acos", AcosOp, AcosOp)
TF1_BOTH("Atan", AtanOp, AtanOp)
TF1_BOTH("Atanh", AtanhOp, AtanhOp)
TF1_BOTH("Sign", SignOp, SignOp)
TF1_BOTH("Round", RoundOp, RoundOp)
TF1_BOTH("Softplus", SoftplusF, SoftplusD)
TF1_BOTH("Elu", EluOp, EluOp)
TF1_BOTH("Selu", SeluOp, SeluOp)
TF1_BOTH("Relu", ReluOp, ReluOp)
TF1_BOTH("Relu6", Relu6Op, Relu6Op)

#define TF1_GRADIENT(op)                                                     \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, float), ReciprocalGradient<float>); \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, double), ReciprocalGradient<double>);
TF1_GRADIENT("InvGrad")
TF1_GRADIENT("ReciprocalGrad")

#undef TF1_BOTH
#undef TF1_GRADIENT

}  // namespace
}  // namespace tf1
