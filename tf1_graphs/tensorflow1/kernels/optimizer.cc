// Two passes over the graph of a session before it is executed, named in the session's options.
//
// `tf1_graphs_kernels` asks for the kernels here, by the attribute `_kernel`, at each node that has
// one. `tf1_graphs_arithmetic` is TensorFlow's own simplification of arithmetic, less one step of
// it, and then the same: that step makes one op of a chain such as exp(-|x|), which would compute
// with today's functions; and where others change a node's op, its kernel changes with it.

#include "tensorflow/core/grappler/grappler_item.h"
#include "tensorflow/core/grappler/optimizers/arithmetic_optimizer.h"
#include "tensorflow/core/grappler/optimizers/custom_graph_optimizer.h"
#include "tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.h"

#include <map>
#include <set>

#include "tensorflow/core/framework/kernel_def.pb.h"
#include "tensorflow/core/framework/op_kernel.h"

namespace tf1 {
namespace {

using tensorflow::GraphDef;
using tensorflow::NodeDef;
using tensorflow::grappler::Cluster;
using tensorflow::grappler::GrapplerItem;

// The types that there are kernels of ours for, by op.
const std::map<std::string, std::set<int>>& Kernels() {
  static const auto* kernels = [] {
    auto* found = new std::map<std::string, std::set<int>>();
    const auto ours = [](const tensorflow::KernelDef& kernel) { return kernel.label() == "tf1"; };
    const auto registered = tensorflow::GetFilteredRegisteredKernels(ours);
    for (const auto& kernel : registered.kernel()) {
      for (const auto& constraint : kernel.constraint()) {
        if (constraint.name() != "T") continue;
        for (int type : constraint.allowed_values().list().type()) {
          (*found)[kernel.op()].insert(type);
        }
      }
    }
    return found;
  }();
  return *kernels;
}

void Label(NodeDef* node) {
  const auto of_op = Kernels().find(node->op());
  const auto type = node->attr().find("T");
  const bool ours = of_op != Kernels().end() && type != node->attr().end() &&
                    of_op->second.count(type->second.type()) != 0 &&
                    node->device().find("GPU") == std::string::npos;
  const auto label = node->attr().find("_kernel");
  if (ours && label == node->attr().end()) {
    (*node->mutable_attr())["_kernel"].set_s("tf1");
  } else if (!ours && label != node->attr().end() && label->second.s() == "tf1") {
    node->mutable_attr()->erase("_kernel");
  }
}

void LabelAll(GraphDef* graph) {
  for (NodeDef& node : *graph->mutable_node()) Label(&node);
  for (auto& function : *graph->mutable_library()->mutable_function()) {
    for (NodeDef& node : *function.mutable_node_def()) Label(&node);
  }
}

// TensorFlow leaves the arithmetic of a smaller graph as it is.
constexpr int kLeastNodes = 4;

class Pass : public tensorflow::grappler::CustomGraphOptimizer {
 public:
  absl::Status Init(const tensorflow::RewriterConfig_CustomGraphOptimizer*) override {
    return absl::OkStatus();
  }
  bool UsesFunctionLibrary() const override { return true; }
};

class KernelsPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_kernels"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    LabelAll(graph);
    return absl::OkStatus();
  }
};

class ArithmeticPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_arithmetic"; }
  absl::Status Optimize(Cluster* cluster, const GrapplerItem& item, GraphDef* graph) override {
    if (item.graph.node_size() < kLeastNodes) {
      *graph = item.graph;
      return absl::OkStatus();
    }
    GrapplerItem copy = item.WithGraph(GraphDef(item.graph));
    copy.optimization_options().allow_non_differentiable_rewrites = false;
    tensorflow::grappler::ArithmeticOptimizer arithmetic;
    TF_RETURN_IF_ERROR(arithmetic.Optimize(cluster, copy, graph));
    LabelAll(graph);
    return absl::OkStatus();
  }
};

REGISTER_GRAPH_OPTIMIZER_AS(KernelsPass, "tf1_graphs_kernels");
REGISTER_GRAPH_OPTIMIZER_AS(ArithmeticPass, "tf1_graphs_arithmetic");

}  // namespace
}  // namespace tf1
