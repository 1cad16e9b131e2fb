// Ops of two arguments, broadcast against each other, element by element. All but two take the C
// library's function for every element. `Xlogy` and `Xdivy` have forms for lanes where nothing is
// broadcast but a single value; those return x itself where x is 0, and a zero of its sign. (Where
// more is broadcast, 1.15.5 went block by block; its blocks are not followed here.)

#include <cmath>

#include "binary.h"
#include "clibrary.h"
#include "lanes.h"
#include "logarithm.h"

namespace tf1 {
namespace {

struct PowerOf : OneByOne {
  template <class T>
  static T At(T x, T y) {
    return Power(x, y);
  }
};
struct Arctangent : OneByOne {
  template <class T>
  static T At(T y, T x) {
    return std::atan2(y, x);
  }
};
struct XLogY {
  template <class T>
  static constexpr bool kTakesLanes = sizeof(T) == 4;
  static float At(float x, float y) { return x == 0 ? 0 : x * Log(y); }
  static double At(double x, double y) { return x == 0 ? 0 : x * Log(y); }
  static Floats At(Floats x, Floats y) { return x == 0.0f ? x : x * Log(y); }
};
struct XDivY {
  template <class T>
  static constexpr bool kTakesLanes = true;
  static float At(float x, float y) { return x == 0 ? 0 : x / y; }
  static double At(double x, double y) { return x == 0 ? 0 : x / y; }
  static Floats At(Floats x, Floats y) { return x == 0.0f ? x : x / y; }
  static Doubles At(Doubles x, Doubles y) { return x == 0.0 ? x : x / y; }
};
struct Larger : OneByOne {
  template <class T>
  static T At(T x, T y) {
    return Greatest(x, y);
  }
};
struct Smaller : OneByOne {
  template <class T>
  static T At(T x, T y) {
    return Least(x, y);
  }
};

#define TF1_BINARY(op, Function)                                               \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, float), Binary<float, Function>);     \
  REGISTER_KERNEL_BUILDER(TF1_KERNEL(op, double), Binary<double, Function>);
TF1_BINARY("Pow", PowerOf)
TF1_BINARY("Atan2", Arctangent)
TF1_BINARY("Xlogy", XLogY)
TF1_BINARY("Xdivy", XDivY)
TF1_BINARY("Maximum", Larger)
TF1_BINARY("Minimum", Smaller)
#undef TF1_BINARY

}  // namespace
}  // namespace tf1
