// Passes over the graph of a session before it is executed, named in the session's options.
//
// `tf1_graphs_kernels` asks for the kernels here, by the attribute `_kernel`, at each node that has
// one. A division by constants is a multiplication by their reciprocals before TensorFlow's own pass
// makes it one: that one takes the reciprocals by today's kernel. It also has `datasets.cc` shuffle
// the data sets that are repeated. `tf1_graphs_arithmetic` is TensorFlow's own simplification of
// arithmetic, less one step of
// it, and then the same: that step makes one op of a chain such as exp(-|x|), which would compute
// with today's functions; and where others change a node's op, its kernel changes with it.
// `tf1_graphs_remap` stands for the pass that made one op of a product, its bias and an ELU: it
// leaves the ops, and has the product and the ELU computed as they were there.
// `tf1_graphs_in_order` is for sessions that execute their ops in the thread that calls.

#include "tensorflow/core/grappler/grappler_item.h"
#include "tensorflow/core/grappler/optimizers/arithmetic_optimizer.h"
#include "tensorflow/core/grappler/optimizers/custom_graph_optimizer.h"
#include "tensorflow/core/grappler/optimizers/custom_graph_optimizer_registry.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tensorflow/core/framework/kernel_def.pb.h"
#include "tensorflow/core/framework/op_kernel.h"

namespace tf1 {
namespace {

using tensorflow::GraphDef;
using tensorflow::NodeDef;
using tensorflow::grappler::Cluster;
using tensorflow::grappler::GrapplerItem;

// The attribute that names an op's type, and the types that there are kernels of ours for.
struct Types {
  std::string attribute;
  std::set<int> types;
};
bool NamesTheType(const std::string& op, const std::string& attribute) {
  // Some kernels are of one type of indices, or of shapes, too.
  if (op == "Range") return attribute == "Tidx";
  return attribute == "T" || attribute == "dtype" || attribute == "Tout";
}
const std::map<std::string, Types>& Kernels() {
  static const auto* kernels = [] {
    auto* found = new std::map<std::string, Types>();
    const auto ours = [](const tensorflow::KernelDef& kernel) { return kernel.label() == "tf1"; };
    const auto registered = tensorflow::GetFilteredRegisteredKernels(ours);
    for (const auto& kernel : registered.kernel()) {
      for (const auto& constraint : kernel.constraint()) {
        if (!NamesTheType(kernel.op(), constraint.name())) continue;
        Types& of_op = (*found)[kernel.op()];
        of_op.attribute = constraint.name();
        for (int type : constraint.allowed_values().list().type()) of_op.types.insert(type);
      }
    }
    return found;
  }();
  return *kernels;
}

void Label(NodeDef* node) {
  const auto of_op = Kernels().find(node->op());
  const auto is_ours = [&] {
    if (of_op == Kernels().end()) return false;
    const auto type = node->attr().find(of_op->second.attribute);
    return type != node->attr().end() && of_op->second.types.count(type->second.type()) != 0 &&
           node->device().find("GPU") == std::string::npos;
  };
  const bool ours = is_ours();
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

std::string Source(const std::string& input) { return input.substr(0, input.find(':')); }

// Have one op shuffle and repeat a data set, where a graph or a function has two and optimizes them.
template <class Nodes>
void ShuffleAndRepeat(Nodes* nodes) {
  std::map<std::string, const NodeDef*> by_name;
  std::vector<const NodeDef*> optimized;
  for (const NodeDef& node : *nodes) {
    by_name[node.name()] = &node;
    if (node.op() == "OptimizeDataset") optimized.push_back(&node);
  }
  std::set<std::string> before;
  while (!optimized.empty()) {
    const NodeDef* node = optimized.back();
    optimized.pop_back();
    for (const std::string& input : node->input()) {
      const auto found = by_name.find(Source(input));
      if (found != by_name.end() && before.insert(found->first).second) {
        optimized.push_back(found->second);
      }
    }
  }
  for (NodeDef& node : *nodes) {
    if (node.op() == "ShuffleAndRepeatDataset") {
      node.set_op(kShuffledAndRepeated);
      node.mutable_attr()->erase("metadata");
      node.mutable_attr()->erase("reshuffle_each_iteration");
      continue;
    }
    if (node.op() != "RepeatDataset" || before.count(node.name()) == 0) continue;
    const auto found = by_name.find(Source(node.input(0)));
    if (found == by_name.end() || found->second->op() != "ShuffleDataset") continue;
    const NodeDef& shuffled = *found->second;
    const auto again = shuffled.attr().find("reshuffle_each_iteration");
    if (again != shuffled.attr().end() && !again->second.b()) continue;
    NodeDef both = node;
    both.set_op(kShuffledAndRepeated);
    both.clear_input();
    for (int i = 0; i < 4; ++i) both.add_input(shuffled.input(i));
    both.add_input(node.input(1));
    for (const NodeDef* of : {&shuffled, static_cast<const NodeDef*>(&node)}) {
      for (const std::string& input : of->input()) {
        if (input[0] == '^') both.add_input(input);
      }
    }
    both.mutable_attr()->erase("metadata");
    node = both;
  }
}

void ShuffleAndRepeatAll(GraphDef* graph) {
  std::set<std::string> factories;
  for (const NodeDef& node : graph->node()) {
    const auto factory = node.attr().find("dataset_factory");
    if (factory != node.attr().end()) factories.insert(factory->second.func().name());
  }
  ShuffleAndRepeat(graph->mutable_node());
  for (auto& function : *graph->mutable_library()->mutable_function()) {
    if (factories.count(function.signature().name()) != 0) {
      ShuffleAndRepeat(function.mutable_node_def());
    }
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
    ShuffleAndRepeatAll(graph);
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
    std::map<std::string, NodeDef*> nodes;
    std::map<std::string, int> readers;
    std::set<std::string> controlled;
    for (NodeDef& node : *graph->mutable_node()) {
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
    const auto source = [&](const NodeDef& node) -> NodeDef* {
      if (node.input_size() == 0) return nullptr;
      const auto found = nodes.find(node.input(0));
      const bool free = found != nodes.end() && readers[node.input(0)] == 1 &&
                        controlled.count(node.input(0)) == 0 && kept.count(node.input(0)) == 0;
      return free ? found->second : nullptr;
    };
    // A product and its bias were one op, whatever read them.
    for (NodeDef& node : *graph->mutable_node()) {
      if (node.op() != "BiasAdd" || controlled.count(node.name()) != 0) continue;
      NodeDef* product = source(node);
      if (product != nullptr && product->op() == "MatMul" && of(node, tensorflow::DT_FLOAT) &&
          product->attr().count("_kernel") != 0) {
        (*product->mutable_attr())["_kernel"].set_s("tf1_with_bias");
      }
    }
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

// A thread of the iterator's own would otherwise go on with the ops behind it, beside the caller's.
class InOrderPass : public Pass {
 public:
  std::string name() const override { return "tf1_graphs_in_order"; }
  absl::Status Optimize(Cluster*, const GrapplerItem& item, GraphDef* graph) override {
    *graph = item.graph;
    for (NodeDef& node : *graph->mutable_node()) {
      if (node.op() == "IteratorGetNext") node.set_op("IteratorGetNextSync");
    }
    return absl::OkStatus();
  }
};

REGISTER_GRAPH_OPTIMIZER_AS(KernelsPass, "tf1_graphs_kernels");
REGISTER_GRAPH_OPTIMIZER_AS(InOrderPass, "tf1_graphs_in_order");
REGISTER_GRAPH_OPTIMIZER_AS(ArithmeticPass, "tf1_graphs_arithmetic");
REGISTER_GRAPH_OPTIMIZER_AS(RemapPass, "tf1_graphs_remap");

}  // namespace
}  // namespace tf1
