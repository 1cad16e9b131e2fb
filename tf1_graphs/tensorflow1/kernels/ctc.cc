// CTCLoss (A. Graves, "Supervised Sequence Labelling with Recurrent Neural Networks", chapter 7): today's
// kernel checks what comes in, and the loss and its gradient are computed anew.
//
// The softmax of a step has exponentials of whole lanes with their approximation and the rest by the C
// library, and the sum of lanes two by two, then across, then the rest. All else is the C library's:
// log(a + b) of logarithms is the larger + log1p(exp(smaller - larger)).

#include <cmath>
#include <limits>
#include <vector>

#include "exponential.h"
#include "today.h"

namespace tf1 {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();  // the logarithm of 0

inline float LogOfSum(float a, float b) {
  if (a == kNever && b == kNever) return kNever;
  return a > b ? a + std::log1p(Exp(b - a)) : b + std::log1p(Exp(a - b));
}

// The sum of values in memory, as Eigen's `sum` adds them.
inline float SumOfLanes(const float* from, int64_t count) {
  constexpr int64_t lanes = kLanes<float>;
  if (count < lanes) {
    float sum = from[0];
    for (int64_t i = 1; i < count; ++i) sum += from[i];
    return sum;
  }
  const int64_t whole = count / lanes * lanes, pairs = count / (2 * lanes) * 2 * lanes;
  Floats first = Read<Floats>(from);
  if (whole > lanes) {
    Floats second = Read<Floats>(from + lanes);
    for (int64_t i = 2 * lanes; i < pairs; i += 2 * lanes) {
      first += Read<Floats>(from + i);
      second += Read<Floats>(from + i + lanes);
    }
    first += second;
    if (whole > pairs) first += Read<Floats>(from + pairs);
  }
  float sum = Across(first);
  for (int64_t i = whole; i < count; ++i) sum += from[i];
  return sum;
}

// A sequence of the batch: [steps] rows of `classes` activations, `stride` numbers apart.
struct Sequence {
  int64_t steps, classes, stride;
  std::vector<int> path;  // its labels with a blank before, between and after them
  bool merge_repeated;

  int64_t states() const { return path.size(); }
  bool IsBlank(int64_t u) const { return path[u] == classes - 1; }
  // Whether the path may go from state u to u + 2, past the blank between them.
  bool MaySkip(int64_t u) const {
    return !IsBlank(u + 2) && !(merge_repeated && path[u] == path[u + 2]);
  }
  bool MayStay(int64_t u) const { return merge_repeated || IsBlank(u); }
  // The states [first, end) from which, at step t, the path can still begin and end.
  int64_t first(int64_t t) const { return std::max<int64_t>(0, states() - 2 * (steps - t)); }
  int64_t end(int64_t t) const { return std::min(states(), 2 * (t + 1)); }
};

std::vector<float> Probabilities(const Sequence& s, const float* activations) {
  std::vector<float> y(s.steps * s.classes);
  for (int64_t t = 0; t < s.steps; ++t) {
    const float* from = activations + t * s.stride;
    float* to = y.data() + t * s.classes;
    const float most = *std::max_element(from, from + s.classes);
    ForEach<float>(0, s.classes, [&](auto v, int64_t i) {
      Write(to + i, Exp(Read<decltype(v)>(from + i) - most));
    });
    const float sum = SumOfLanes(to, s.classes);
    for (int64_t i = 0; i < s.classes; ++i) to[i] /= sum;
  }
  return y;
}

// The logarithms, [steps, states], of the probability to be in a state after so many steps.
std::vector<float> Forward(const Sequence& s, const std::vector<float>& y) {
  const int64_t states = s.states();
  std::vector<float> alpha(s.steps * states, kNever);
  for (int64_t u = 0; u < std::min<int64_t>(2, states); ++u) alpha[u] = Log(y[s.path[u]]);
  for (int64_t t = 1; t < s.steps; ++t) {
    const float* before = alpha.data() + (t - 1) * states;
    for (int64_t u = s.first(t); u < s.end(t); ++u) {
      float sum = s.MayStay(u) ? before[u] : kNever;
      if (u > 0) sum = LogOfSum(sum, before[u - 1]);
      if (u > 1 && s.MaySkip(u - 2)) sum = LogOfSum(sum, before[u - 2]);
      alpha[t * states + u] = Log(y[t * s.classes + s.path[u]]) + sum;
    }
  }
  return alpha;
}

// The logarithms, [steps, states], of the probability of the rest of the path from a state on.
std::vector<float> Backward(const Sequence& s, const std::vector<float>& y) {
  const int64_t states = s.states();
  std::vector<float> beta(s.steps * states, kNever);
  for (int64_t u = std::max<int64_t>(0, states - 2); u < states; ++u) {
    beta[(s.steps - 1) * states + u] = 0;
  }
  for (int64_t t = s.steps - 2; t >= 0; --t) {
    const float* after = beta.data() + (t + 1) * states;
    const float* of_class = y.data() + (t + 1) * s.classes;
    for (int64_t u = s.first(t); u < s.end(t); ++u) {
      float& sum = beta[t * states + u];
      const auto add = [&](int64_t next) {
        sum = LogOfSum(sum, after[next] + Log(of_class[s.path[next]]));
      };
      if (s.MayStay(u)) add(u);
      if (u + 1 < states) add(u + 1);
      if (u + 2 < states && s.MaySkip(u)) add(u + 2);
    }
  }
  return beta;
}

// Writes the gradient, rows `stride` numbers apart, and returns the loss: -log p of all paths.
float LossAndGradient(const Sequence& s, const float* activations, float* gradient) {
  const int64_t states = s.states();
  const std::vector<float> y = Probabilities(s, activations);
  const std::vector<float> alpha = Forward(s, y), beta = Backward(s, y);
  float probability = kNever;
  for (int64_t u = 0; u < states; ++u) probability = LogOfSum(probability, alpha[u] + beta[u]);
  for (int64_t t = 0; t < s.steps; ++t) {
    std::vector<float> of_class(s.classes, kNever);
    for (int64_t u = 0; u < states; ++u) {
      float& sum = of_class[s.path[u]];
      sum = LogOfSum(sum, alpha[t * states + u] + beta[t * states + u]);
    }
    for (int64_t i = 0; i < s.classes; ++i) {
      const float wanted = probability == kNever ? 0 : Exp(of_class[i] - probability);
      gradient[t * s.stride + i] = y[t * s.classes + i] - wanted;
    }
  }
  return -probability;
}

class CtcLoss : public OrToday {
 public:
  explicit CtcLoss(OpKernelConstruction* context) : OrToday(context) {
    OP_REQUIRES_OK(context, context->GetAttr("preprocess_collapse_repeated", &collapse_));
    OP_REQUIRES_OK(context, context->GetAttr("ctc_merge_repeated", &merge_));
    OP_REQUIRES_OK(context, context->GetAttr("ignore_longer_outputs_than_inputs", &ignore_));
  }

  void Compute(OpKernelContext* context) override {
    ComputeAsToday(context);
    if (!context->status().ok() || context->input(0).NumElements() == 0) return;
    const Tensor& x = context->input(0);
    const int64_t batch = x.dim_size(1), classes = x.dim_size(2);
    std::vector<std::vector<int>> labels(batch);
    const auto places = context->input(1).matrix<int64_t>();
    const auto values = context->input(2).flat<int32_t>();
    for (int64_t i = 0; i < values.size(); ++i) labels[places(i, 0)].push_back(values(i));
    const int32_t* steps = context->input(3).flat<int32_t>().data();
    const float* from = x.flat<float>().data();
    float* loss = context->mutable_output(0)->flat<float>().data();
    float* gradient = context->mutable_output(1)->flat<float>().data();
    InParallel(context, batch, 100.0 * x.dim_size(0) * classes, 1,
               [&](int64_t begin, int64_t end) {
                 for (int64_t b = begin; b < end; ++b) {
                   const int64_t wanted = labels[b].size();
                   if (steps[b] == 0 || (ignore_ && wanted > steps[b])) continue;
                   const Sequence s = {steps[b], classes, batch * classes,
                                       Path(labels[b], classes), merge_};
                   loss[b] = LossAndGradient(s, from + b * classes, gradient + b * classes);
                 }
               });
  }

 private:
  // Labels up to the first one that is none of the classes, with blanks around each.
  std::vector<int> Path(const std::vector<int>& labels, int classes) const {
    std::vector<int> path = {classes - 1};
    for (size_t i = 0; i < labels.size(); ++i) {
      if (i > 0 && collapse_ && labels[i] == labels[i - 1]) continue;
      if (labels[i] >= classes - 1) break;
      path.insert(path.end(), {labels[i], classes - 1});
    }
    return path;
  }

  bool collapse_, merge_, ignore_;
};
REGISTER_KERNEL_BUILDER(TF1_KERNEL("CTCLoss", float), CtcLoss);

}  // namespace
}  // namespace tf1
