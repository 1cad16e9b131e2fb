// The C library's functions as TensorFlow 1.15.5 was linked to them.
//
// Newer versions of these six report errors otherwise: the older ones, which programs of 2018 still
// get, take a denormal number for 0 where TensorFlow lets the processor do so, and give a NaN the
// other sign. Both are in every glibc for x86-64.

#ifndef TF1_GRAPHS_CLIBRARY_H_
#define TF1_GRAPHS_CLIBRARY_H_

extern "C" {
float tf1_expf(float);
float tf1_logf(float);
float tf1_powf(float, float);
double tf1_exp(double);
double tf1_log(double);
double tf1_pow(double, double);
}

__asm__(".symver tf1_expf, expf@GLIBC_2.2.5");
__asm__(".symver tf1_logf, logf@GLIBC_2.2.5");
__asm__(".symver tf1_powf, powf@GLIBC_2.2.5");
__asm__(".symver tf1_exp, exp@GLIBC_2.2.5");
__asm__(".symver tf1_log, log@GLIBC_2.2.5");
__asm__(".symver tf1_pow, pow@GLIBC_2.2.5");

namespace tf1 {

inline float Exp(float x) { return tf1_expf(x); }
inline double Exp(double x) { return tf1_exp(x); }
inline float Log(float x) { return tf1_logf(x); }
inline double Log(double x) { return tf1_log(x); }
inline float Power(float x, float y) { return tf1_powf(x, y); }
inline double Power(double x, double y) { return tf1_pow(x, y); }

}  // namespace tf1

#endif  // TF1_GRAPHS_CLIBRARY_H_
