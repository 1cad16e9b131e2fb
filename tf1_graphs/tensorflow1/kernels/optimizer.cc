// Three passes over the graph of a session before it is executed, named in the session's options.
//
// `tf1_graphs_kernels` asks for the kernels here, by the attribute `_kernel`, at each node that has
// one. A division by constants is a multiplication by their reciprocals before TensorFlow's own pass
// makes it one: that one takes the reciprocals by today's kernel. `tf1_graphs_arithmetic` is TensorFlow's own simplification of arithmetic, less one step of
// it, and then the same: that step makes one op of a chain such as exp(-|x|), which would compute
// with today's functions; and where others change a node's op, its kernel changes with it.
// `tf1_graphs_remap` stands for the pass that made one op of a product, its bias and an ELU: it
// leaves the ops, and has the ELU computed as it was there.

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

// The attribute that has the type of an op's values.
std::string TypeOf(const std::string& op) { return op == "Range" ? "Tidx" : "T"; }

// The types that there are kernels of ours for, by op.
const std::map<std::string, std::set<int>>& Kernels() {
  static const auto* kernels = [] {
    auto* found = new std::map<std::string, std::set<int>>();
    const auto ours = [](const tensorflow::KernelDef& kernel) { return kernel.label() == "tf1"; };
    const auto registered = tensorflow::GetFilteredRegisteredKernels(ours);
    for (const auto& kernel : registered.kernel()) {
      for (const auto& constraint : kernel.constraint()) {
        if (constraint.name() != TypeOf(kernel.op())) continue;
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
  const auto type = node->attr().find(TypeOf(node->op()));
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
    MultiplyByReciprocals(graph);
    LabelAll(graph);
    return absl::OkStatus();
  }

 private:
  // A single number's reciprocal is the same with either kernel, and left to TensorFlow's pass.
  static void MultiplyByReciprocals(GraphDef* graph) {
    const std::set<std::string> constant = Constants(*graph);
    std::vector<NodeDef> added;
    for (NodeDef& node : *graph->mutable_node()) {
      const auto type = node.attr().find("T");
      const bool division = node.op() == "RealDiv" || node.op() == "Div";
      if (!division || node.input_size() < 2 || constant.count(node.input(0)) != 0 ||
          constant.count(node.input(1)) == 0 || type == node.attr().end() ||
          (type->second.type() != tensorflow::DT_FLOAT &&
           type->second.type() != tensorflow::DT_DOUBLE)) {
        continue;
      }
      NodeDef reciprocal;
      reciprocal.set_name(node.name() + "/tf1_graphs_reciprocal");
      reciprocal.set_op("Reciprocal");
      reciprocal.set_device(node.device());
      reciprocal.add_input(node.input(1));
      (*reciprocal.mutable_attr())["T"] = type->second;
      node.set_op("Mul");
      node.set_input(1, reciprocal.name());
      added.push_back(reciprocal);
    }
    for (const NodeDef& node : added) *graph->add_node() = node;
  }

  // The names of nodes that are made of constants alone.
  static std::set<std::string> Constants(const GraphDef& graph) {
    static const std::set<std::string> kFolded = {
        "Identity", "Cast", "Reshape", "ExpandDims", "Squeeze", "Transpose", "Range", "Tile",
        "Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum", "Pow", "Sqrt", "Square",
        "Exp", "Log", "Neg", "Sum", "ConcatV2", "Pack", "Fill", "SegmentSum",
        "UnsortedSegmentSum", "Bincount", "StridedSlice"};
    std::set<std::string> constant;
    for (bool grows = true; grows;) {
      grows = false;
      for (const NodeDef& node : graph.node()) {
        if (constant.count(node.name()) != 0) continue;
        bool all = node.op() == "Const" || (kFolded.count(node.op()) != 0 && node.input_size() > 0);
        for (const std::string& input : node.input()) {
          if (node.op() == "Const") break;
          all = all && constant.count(input) != 0;
        }
        if (all) grows = constant.insert(node.name()).second || grows;
      }
    }
    return constant;
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

class RemapPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_remap"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    if (graph->node_size() < kLeastNodes) return absl::OkStatus();
    std::map<std::string, const NodeDef*> nodes;
    std::map<std::string, int> readers;
    std::set<std::string> controlled;
    for (const NodeDef& node : graph->node()) {
      nodes[node.name()] = &node;
      for (const std::string& input : node.input()) {
        if (input[0] == '^') {
          controlled.insert(node.name());
          controlled.insert(input.substr(1));
        } else {
          ++readers[input];
        }
      }
    }
    const auto kept = item.NodesToPreserve();
    const auto of = [](const NodeDef& node, tensorflow::DataType wanted) {
      const auto type = node.attr().find("T");
      return type != node.attr().end() && type->second.type() == wanted;
    };
    const auto of_channels_last = [](const NodeDef& node) {
      const auto format = node.attr().find("data_format");
      return format == node.attr().end() || format->second.s() == "NHWC";
    };
    // The node that an input comes from, if nothing else reads it and it can go.
    const auto source = [&](const NodeDef& node) -> const NodeDef* {
      if (node.input_size() == 0) return nullptr;
      const auto found = nodes.find(node.input(0));
      const bool free = found != nodes.end() && readers[node.input(0)] == 1 &&
                        controlled.count(node.input(0)) == 0 && kept.count(node.input(0)) == 0;
      return free ? found->second : nullptr;
    };
    for (NodeDef& node : *graph->mutable_node()) {
      if (node.op() != "Elu" || controlled.count(node.name()) != 0) continue;
      const NodeDef* bias = source(node);
      if (bias == nullptr || bias->op() != "BiasAdd" || !of_channels_last(*bias)) continue;
      const NodeDef* product = source(*bias);
      if (product == nullptr) continue;
      // Of doubles, only convolutions were fused.
      const bool fused = product->op() == "MatMul"
                             ? of(node, tensorflow::DT_FLOAT)
                             : product->op() == "Conv2D" && of_channels_last(*product) &&
                                   (of(node, tensorflow::DT_FLOAT) ||
                                    of(node, tensorflow::DT_DOUBLE));
      if (fused) {
        (*node.mutable_attr())["_kernel"].set_s("tf1_rows");
      }
    }
    return absl::OkStatus();
  }
};

REGISTER_GRAPH_OPTIMIZER_AS(KernelsPass, "tf1_graphs_kernels");
REGISTER_GRAPH_OPTIMIZER_AS(ArithmeticPass, "tf1_graphs_arithmetic");
REGISTER_GRAPH_OPTIMIZER_AS(RemapPass, "tf1_graphs_remap");

}  // namespace
}  // namespace tf1
