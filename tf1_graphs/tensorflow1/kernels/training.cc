// The training ops whose bits depend on a square root or a power: Adam, RMSProp, Adagrad, Adadelta,
// FTRL and Adagrad with proximal steps, on reference and on resource variables, for whole gradients
// and for rows of them.
//
// `Sqrt` and `Rsqrt` of lanes are the approximations of roots.h. An expression of 1.15.5's in which
// a sign or a power stands has no form for lanes as a whole; it is written with scalars here too.

#include "training.h"

#include <cmath>

#include "roots.h"

namespace tf1 {
namespace {

using tensorflow::errors::InvalidArgument;

template <class T>
T SignOf(T x) {
  return T((x > 0) - (x < 0));
}

// A rule changes the variables `v` (the variable itself first, then its slots) at [begin, end) with
// the gradient `g` and the scalars `s`, in the order of the op's inputs. `Single` is what 1.15.5 did
// to a row of one value instead.

struct Adam {  // beta1_power, beta2_power, lr, beta1, beta2, epsilon
  static constexpr int kVariables = 3, kScalars = 6;
  bool nesterov = false;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    const T alpha = s[2] * std::sqrt(T(1) - s[1]) / (T(1) - s[0]);
    const T beta1 = s[3], beta2 = s[4], epsilon = s[5];
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V mean = Read<V>(v[1] + i), square = Read<V>(v[2] + i);
      mean = mean + (gradient - mean) * (T(1) - beta1);
      square = square + (gradient * gradient - square) * (T(1) - beta2);
      Write(v[1] + i, mean);
      Write(v[2] + i, square);
      const V step = nesterov ? (gradient * (T(1) - beta1) + beta1 * mean) * alpha : mean * alpha;
      Write(v[0] + i, Read<V>(v[0] + i) - step / (Sqrt(square) + epsilon));
    });
  }
};

struct RmsProp {  // lr, rho, momentum, epsilon
  static constexpr int kVariables = 3, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V square = Read<V>(v[1] + i), momentum = Read<V>(v[2] + i);
      square = square + (gradient * gradient - square) * (T(1) - s[1]);
      momentum = momentum * s[2] + (gradient * s[0]) / Sqrt(square + s[3]);
      Write(v[1] + i, square);
      Write(v[2] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct RmsPropRows {  // lr, rho, momentum, epsilon
  static constexpr int kVariables = 3, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V square = Read<V>(v[1] + i), momentum = Read<V>(v[2] + i);
      square = square * s[1] + gradient * gradient * (T(1) - s[1]);
      momentum = momentum * s[2] + Rsqrt(square + s[3]) * s[0] * gradient;
      Write(v[1] + i, square);
      Write(v[2] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct CenteredRmsProp {  // lr, rho, momentum, epsilon; slots: mean, square, momentum
  static constexpr int kVariables = 4, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V mean = Read<V>(v[1] + i), square = Read<V>(v[2] + i), momentum = Read<V>(v[3] + i);
      square = square + (gradient * gradient - square) * (T(1) - s[1]);
      mean = mean + (gradient - mean) * (T(1) - s[1]);
      momentum = momentum * s[2] + (gradient * s[0]) / Sqrt((square - mean * mean) + s[3]);
      Write(v[1] + i, mean);
      Write(v[2] + i, square);
      Write(v[3] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct CenteredRmsPropRows {  // the same
  static constexpr int kVariables = 4, kScalars = 4;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V mean = Read<V>(v[1] + i), square = Read<V>(v[2] + i), momentum = Read<V>(v[3] + i);
      square = square * s[1] + gradient * gradient * (T(1) - s[1]);
      mean = mean * s[1] + gradient * (T(1) - s[1]);
      momentum = momentum * s[2] + Rsqrt((square + s[3]) - mean * mean) * s[0] * gradient;
      Write(v[1] + i, mean);
      Write(v[2] + i, square);
      Write(v[3] + i, momentum);
      Write(v[0] + i, Read<V>(v[0] + i) - momentum);
    });
  }
};

struct Adagrad {  // lr
  static constexpr int kVariables = 2, kScalars = 1;
  bool update_slots = true;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V sum = Read<V>(v[1] + i);
      if (update_slots) sum = sum + gradient * gradient;
      Write(v[1] + i, sum);
      Write(v[0] + i, Read<V>(v[0] + i) - gradient * s[0] * Rsqrt(sum));
    });
  }
  template <class T>
  void Single(const std::vector<T*>& v, const T* g, const std::vector<T>& s) const {
    if (update_slots) *v[1] += *g * *g;
    *v[0] -= s[0] * *g / std::sqrt(*v[1]);
  }
};

struct Adadelta {  // lr, rho, epsilon; slots: accumulated squares, accumulated updates
  static constexpr int kVariables = 3, kScalars = 3;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      V square = Read<V>(v[1] + i), updates = Read<V>(v[2] + i);
      square = square * s[1] + gradient * gradient * (T(1) - s[1]);
      const V update = Sqrt(updates + s[2]) * Rsqrt(square + s[2]) * gradient;
      Write(v[1] + i, square);
      Write(v[2] + i, updates * s[1] + update * update * (T(1) - s[1]));
      Write(v[0] + i, Read<V>(v[0] + i) - update * s[0]);
    });
  }
};

struct ProximalAdagrad {  // lr, l1, l2
  static constexpr int kVariables = 2, kScalars = 3;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    const T lr = s[0], l1 = s[1], l2 = s[2];
    ForEach<T>(begin, end, [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i);
      const V sum = Read<V>(v[1] + i) + gradient * gradient;
      const V rate = lr * Rsqrt(sum);
      const V moved = Read<V>(v[0] + i) - gradient * rate;
      Write(v[1] + i, sum);
      Write(v[0] + i, l1 > 0 ? moved : moved / (T(1) + l2 * rate));
    });
    if (!(l1 > 0)) return;
    for (int64_t i = begin; i < end; ++i) v[0][i] = Shrunk(v[0][i], lr * Rsqrt(v[1][i]), l1, l2);
  }
  template <class T>
  void Single(const std::vector<T*>& v, const T* g, const std::vector<T>& s) const {
    *v[1] += *g * *g;
    const T rate = s[0] / std::sqrt(*v[1]);
    const T moved = *v[0] - rate * *g;
    // Divided as double, as the 1.0 here is one.
    const double by = 1.0 + s[2] * rate;
    *v[0] = static_cast<T>(
        (s[1] > 0 ? SignOf(moved) * std::max(std::abs(moved) - rate * s[1], T(0)) : moved) / by);
  }
  template <class T>
  static T Shrunk(T moved, T rate, T l1, T l2) {
    return SignOf(moved) * Greatest(std::abs(moved) - rate * l1, T(0)) / (T(1) + l2 * rate);
  }
};

// FTRL-Proximal. Slots: accumulated squares n, linear z. With n' = n + g²:
// z += g' - (n'^-power - n^-power) / lr w, with g' = g + 2 shrinkage w;
// w = (sign(z) l1 - z) / (n'^-power / lr + 2 l2) where |z| > l1, else 0.
template <bool shrinks, bool rows>
struct Ftrl {  // lr, l1, l2, [l2_shrinkage,] lr_power
  static constexpr int kVariables = 3, kScalars = shrinks ? 5 : 4;
  bool multiply_linear_by_lr = false;
  template <class T>
  void Apply(const std::vector<T*>& v, const T* g, const std::vector<T>& s, int64_t begin,
             int64_t end) const {
    const T lr = s[0], l1 = s[1], l2 = s[2];
    const T power = s[shrinks ? 4 : 3];
    const bool root = power == T(-0.5);
    const auto linear = [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i), w = Read<V>(v[0] + i), n = Read<V>(v[1] + i);
      V shrunk = gradient;
      if constexpr (shrinks) shrunk = gradient + T(2) * s[3] * w;
      const V n2 = n + gradient * gradient;
      const V difference = root ? Sqrt(n2) - Sqrt(n) : Powers(n2, -power) - Powers(n, -power);
      const V added = multiply_linear_by_lr ? shrunk * lr - difference * w
                                            : shrunk - difference / lr * w;
      Write(v[2] + i, Read<V>(v[2] + i) + added);
    };
    const auto variable = [&](auto lane, int64_t i) {
      using V = decltype(lane);
      const V gradient = Read<V>(g + i), z = Read<V>(v[2] + i);
      const V n2 = Read<V>(v[1] + i) + gradient * gradient;
      const V raised = root ? Sqrt(n2) : Powers(n2, -power);
      const T bound = multiply_linear_by_lr ? l1 * lr : l1;
      const V y = multiply_linear_by_lr ? raised + T(2) * l2 * lr : raised / lr + T(2) * l2;
      if constexpr (rows) {
        const V adjusted = Greatest(Least(z, Fill<V>(bound)), Fill<V>(-bound));
        Write(v[0] + i, (adjusted - z) / y);
      } else {
        Write(v[0] + i, std::abs(z) > bound ? (bound * SignOf(z) - z) / y : T(0));
      }
      Write(v[1] + i, n2);
    };
    Loop<T>(begin, end, root, linear);
    if constexpr (rows) {
      Loop<T>(begin, end, root, variable);
    } else {
      for (int64_t i = begin; i < end; ++i) variable(T(), i);
    }
  }
  template <class T>
  void Single(const std::vector<T*>& v, const T* g, const std::vector<T>& s) const {
    const T lr = s[0], l1 = s[1], l2 = s[2], power = s[shrinks ? 4 : 3];
    const T shrunk = shrinks ? *g + (T(2) * s[3] * *v[0]) : *g;
    const T n2 = *v[1] + *g * *g;
    T z, y, bound = l1;
    const T difference = Power(n2, -power) - Power(*v[1], -power);
    if (multiply_linear_by_lr) {
      bound = l1 * lr;
      z = *v[2] + shrunk * lr - difference * *v[0];
      y = Root(n2, power) + T(2) * l2 * lr;
    } else {
      z = *v[2] + shrunk - difference / lr * *v[0];
      y = Root(n2, power) / lr + T(2) * l2;
    }
    *v[0] = (std::max(std::min(z, bound), -bound) - z) / y;
    *v[1] = n2;
    *v[2] = z;
  }

 private:
  template <class T>
  static T Root(T x, T power) {
    return power == T(-0.5) ? std::sqrt(x) : Power(x, -power);
  }
  template <class V, class T>
  static V Powers(V x, T exponent) {
    if constexpr (sizeof(V) == sizeof(T)) {
      return Power(x, exponent);
    } else {
      return x;  // never reached: powers have no form for lanes
    }
  }
  template <class T, class F>
  static void Loop(int64_t begin, int64_t end, bool lanes, F f) {
    if (lanes) return ForEach<T>(begin, end, f);
    for (int64_t i = begin; i < end; ++i) f(T(), i);
  }
};

template <class Rule, class T>
auto HasSingle(int) -> decltype(&Rule::template Single<T>, std::true_type());
template <class Rule, class T>
std::false_type HasSingle(...);

// Reads the attributes that a rule has a field for.
inline void Configure(OpKernelConstruction* context, Adam* rule) {
  context->GetAttr("use_nesterov", &rule->nesterov).IgnoreError();
}
inline void Configure(OpKernelConstruction* context, Adagrad* rule) {
  context->GetAttr("update_slots", &rule->update_slots).IgnoreError();
}
template <bool shrinks, bool rows>
void Configure(OpKernelConstruction* context, Ftrl<shrinks, rows>* rule) {
  context->GetAttr("multiply_linear_by_lr", &rule->multiply_linear_by_lr).IgnoreError();
}
template <class Rule>
void Configure(OpKernelConstruction*, Rule*) {}

template <class Rule>
constexpr bool kGradientFirst = false;  // before the scalars among the inputs
template <bool shrinks, bool rows>
constexpr bool kGradientFirst<Ftrl<shrinks, rows>> = true;

template <class T, class Rule>
class TrainingOp : public OpKernel {
 public:
  explicit TrainingOp(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("use_locking", &use_locking_));
    Configure(context, &rule_);
  }

 protected:
  // The scalars, which begin at an input.
  static absl::Status Scalars(OpKernelContext* context, int from, std::vector<T>* scalars) {
    for (int i = from; i < from + Rule::kScalars; ++i) {
      if (!tensorflow::TensorShapeUtils::IsScalar(context->input(i).shape())) {
        return InvalidArgument(context->op_kernel().requested_input(i), " is not a scalar: ",
                               context->input(i).shape().DebugString());
      }
      scalars->push_back(context->input(i).scalar<T>()());
    }
    return absl::OkStatus();
  }

  static void Forward(OpKernelContext* context) {
    if (context->input_dtype(0) != tensorflow::DT_RESOURCE) {
      context->forward_ref_input_to_ref_output(0, 0);
    }
  }

  bool use_locking_;
  Rule rule_;
};

template <class T, class Rule>
class Dense : public TrainingOp<T, Rule> {
 public:
  using TrainingOp<T, Rule>::TrainingOp;
  void Compute(OpKernelContext* context) override {
    constexpr int n = Rule::kVariables;
    Variables variables;
    OP_REQUIRES_OK(context, variables.Open(context, n, this->use_locking_, false));
    const Tensor& gradient = context->input(kGradientFirst<Rule> ? n : n + Rule::kScalars);
    std::vector<T> scalars;
    OP_REQUIRES_OK(context, this->Scalars(context, kGradientFirst<Rule> ? n + 1 : n, &scalars));
    OP_REQUIRES(context, variables.shape() == gradient.shape(),
                InvalidArgument("var and grad do not have the same shape",
                                variables.shape().DebugString(), " ",
                                gradient.shape().DebugString()));
    const std::vector<T*> data = variables.template Data<T>();
    const T* g = gradient.flat<T>().data();
    const int64_t count = gradient.NumElements();
    const int64_t size = Part(context, count);
    InParallel(context, (count + size - 1) / size, 20.0 * size, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        this->rule_.Apply(data, g, scalars, i * size, std::min((i + 1) * size, count));
      }
    });
    this->Forward(context);
  }

 private:
  // How many values are changed at a time: whole lanes but at the end. Adam's alone were cut between
  // threads wherever that fell, if they did not fill lanes: of n values, each counted as 7 n in
  // memory and 37 n cycles.
  static int64_t Part(OpKernelContext* context, int64_t count) {
    const int threads = context->eigen_device<Eigen::ThreadPoolDevice>().numThreads();
    if (std::is_same<Rule, Adam>::value && count % kLanes<T> != 0) {
      return PartSize(count, count * (7 * sizeof(T) * (11.0 / 64.0) + 37), threads);
    }
    return std::max<int64_t>(1024, (count / threads / 4 + 1023) / 1024 * 1024);
  }
};

template <class T, class Index, class Rule>
class Sparse : public TrainingOp<T, Rule> {
 public:
  using TrainingOp<T, Rule>::TrainingOp;
  void Compute(OpKernelContext* context) override {
    constexpr int n = Rule::kVariables;
    Variables variables;
    OP_REQUIRES_OK(context, variables.Open(context, n, this->use_locking_, true));
    const int at = kGradientFirst<Rule> ? n : n + Rule::kScalars;
    const Tensor& gradient = context->input(at);
    const Tensor& indices = context->input(at + 1);
    std::vector<T> scalars;
    OP_REQUIRES_OK(context, this->Scalars(context, kGradientFirst<Rule> ? n + 2 : n, &scalars));
    const TensorShape& shape = variables.shape();
    OP_REQUIRES(context, shape.dims() > 0, InvalidArgument("var must be at least 1 dimensional"));
    OP_REQUIRES(context, indices.dims() == 1, InvalidArgument("indices must be one-dimensional"));
    const int64_t count = indices.dim_size(0), rows = shape.dim_size(0);
    bool fits = gradient.dims() == shape.dims() && gradient.dim_size(0) == count;
    for (int i = 1; fits && i < shape.dims(); ++i) {
      fits = gradient.dim_size(i) == shape.dim_size(i);
    }
    OP_REQUIRES(context, fits,
                InvalidArgument("var, grad and indices do not match: ", shape.DebugString(), " ",
                                gradient.shape().DebugString(), " ",
                                indices.shape().DebugString()));
    const int64_t inner = rows == 0 ? 0 : shape.num_elements() / rows;
    const T* g = gradient.flat<T>().data();
    const std::vector<T*> data = variables.template Data<T>();
    for (int64_t i = 0; i < count; ++i) {
      const Index row = indices.flat<Index>()(i);
      OP_REQUIRES(context, row >= 0 && row < rows,
                  InvalidArgument("indices[", i, "] = ", row, " is not in [0, ", rows, ")"));
      std::vector<T*> here = data;
      for (T*& pointer : here) pointer += row * inner;
      if constexpr (decltype(HasSingle<Rule, T>(0))::value) {
        if (inner == 1) {
          this->rule_.Single(here, g + i, scalars);
          continue;
        }
      }
      this->rule_.Apply(here, g + i * inner, scalars, 0, inner);
    }
    this->Forward(context);
  }
};

#define TF1_DENSE_OF(T, op, ...)                                                  \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("Apply" op, T), Dense<T, __VA_ARGS__>); \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL("ResourceApply" op, T), Dense<T, __VA_ARGS__>);
#define TF1_DENSE(op, ...)              \
  TF1_DENSE_OF(float, op, __VA_ARGS__)  \
  TF1_DENSE_OF(double, op, __VA_ARGS__)
#define TF1_SPARSE_OF(T, Index, op, ...)                                                   \
  REGISTER_KERNEL_BUILDER(                                                                 \
      TF1_KERNEL("SparseApply" op, T).TypeConstraint<Index>("Tindices"),         \
      Sparse<T, Index, __VA_ARGS__>);                                                      \
  REGISTER_KERNEL_BUILDER(                                                                 \
      TF1_KERNEL("ResourceSparseApply" op, T).TypeConstraint<Index>("Tindices"), \
      Sparse<T, Index, __VA_ARGS__>);
#define TF1_SPARSE(op, ...)                       \
  TF1_SPARSE_OF(float, int32_t, op, __VA_ARGS__)  \
  TF1_SPARSE_OF(float, int64_t, op, __VA_ARGS__)  \
  TF1_SPARSE_OF(double, int32_t, op, __VA_ARGS__) \
  TF1_SPARSE_OF(double, int64_t, op, __VA_ARGS__)

TF1_DENSE("Adam", Adam)
TF1_DENSE("RMSProp", RmsProp)
TF1_DENSE("CenteredRMSProp", CenteredRmsProp)
TF1_DENSE("Adagrad", Adagrad)
TF1_DENSE("Adadelta", Adadelta)
TF1_DENSE("ProximalAdagrad", ProximalAdagrad)
TF1_DENSE("Ftrl", Ftrl<false, false>)
TF1_DENSE("FtrlV2", Ftrl<true, false>)
TF1_SPARSE("RMSProp", RmsPropRows)
TF1_SPARSE("CenteredRMSProp", CenteredRmsPropRows)
TF1_SPARSE("Adagrad", Adagrad)
TF1_SPARSE("Adadelta", Adadelta)
TF1_SPARSE("ProximalAdagrad", ProximalAdagrad)
TF1_SPARSE("Ftrl", Ftrl<false, true>)
TF1_SPARSE("FtrlV2", Ftrl<true, true>)

#undef TF1_DENSE
#undef TF1_DENSE_OF
#undef TF1_SPARSE
#undef TF1_SPARSE_OF

}  // namespace
}  // namespace tf1
