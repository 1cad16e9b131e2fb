// The training ops whose bits depend on a square root or a power: Adam, RMSProp, Adagrad, Adadelta,
// FTRL and Adagrad with proximal steps, on reference and on resource variables, for whole gradients
// and for rows of them. What each computes is in updates.h and proximal.h.

#include "training.h"

#include "proximal.h"
#include "updates.h"

namespace tf1 {
namespace {

using tensorflow::errors::InvalidArgument;

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
