/** Bytes to fields and back, pure and stateless: RTP, RTCP and their extensions; imports nothing of ours. */
@org.jspecify.annotations.NullMarked
package io.ringcast.sfu.wire;
