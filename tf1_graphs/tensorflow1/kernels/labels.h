// Asks for the kernels here: writes the attribute `_kernel` at each node of a graph that has one.

#ifndef TF1_GRAPHS_LABELS_H_
#define TF1_GRAPHS_LABELS_H_

#include <map>
#include <set>
#include <string>

#include "tensorflow/core/framework/graph.pb.h"
#include "tensorflow/core/framework/kernel_def.pb.h"
#include "tensorflow/core/framework/op_kernel.h"

namespace tf1 {

using tensorflow::GraphDef;
using tensorflow::NodeDef;

// The attribute that names an op's type, and the types that there are kernels of ours for. Ops of one
// type have no such attribute.
struct Types {
  std::string attribute;
  std::set<int> types;
};
inline bool NamesTheType(const std::string& op, const std::string& attribute) {
  // Some kernels are of one type of indices, or of shapes, too.
  if (op == "Range") return attribute == "Tidx";
  return attribute == "T" || attribute == "dtype" || attribute == "Tout" || attribute == "Treal";
}
inline const std::map<std::string, Types>& Kernels() {
  static const auto* kernels = [] {
    auto* found = new std::map<std::string, Types>();
    const auto ours = [](const tensorflow::KernelDef& kernel) { return kernel.label() == "tf1"; };
    const auto registered = tensorflow::GetFilteredRegisteredKernels(ours);
    for (const auto& kernel : registered.kernel()) {
      Types& of_op = (*found)[kernel.op()];
      for (const auto& constraint : kernel.constraint()) {
        if (!NamesTheType(kernel.op(), constraint.name())) continue;
        of_op.attribute = constraint.name();
        for (int type : constraint.allowed_values().list().type()) of_op.types.insert(type);
      }
    }
    return found;
  }();
  return *kernels;
}

inline void Label(NodeDef* node) {
  const auto of_op = Kernels().find(node->op());
  const auto is_ours = [&] {
    if (of_op == Kernels().end() || node->device().find("GPU") != std::string::npos) return false;
    if (of_op->second.attribute.empty()) return true;
    const auto type = node->attr().find(of_op->second.attribute);
    return type != node->attr().end() && of_op->second.types.count(type->second.type()) != 0;
  };
  const bool ours = is_ours();
  const auto label = node->attr().find("_kernel");
  if (ours && label == node->attr().end()) {
    (*node->mutable_attr())["_kernel"].set_s("tf1");
  } else if (!ours && label != node->attr().end() && label->second.s() == "tf1") {
    node->mutable_attr()->erase("_kernel");
  }
}

inline void LabelAll(GraphDef* graph) {
  for (NodeDef& node : *graph->mutable_node()) Label(&node);
  for (auto& function : *graph->mutable_library()->mutable_function()) {
    for (NodeDef& node : *function.mutable_node_def()) Label(&node);
  }
}

}  // namespace tf1

#endif  // TF1_GRAPHS_LABELS_H_
