/** Load generator and side-by-side benchmarks. */
@org.jspecify.annotations.NullMarked
package io.ringcast.bench;
