/** A WebRTC peer in Java that publishes and subscribes by WHIP and WHEP: what tests and benchmarks stand on. */
@org.jspecify.annotations.NullMarked
package io.ringcast.client;
