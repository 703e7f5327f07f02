/** What forwarding must know of each codec's RTP payload, behind one small interface. */
@org.jspecify.annotations.NullMarked
package io.ringcast.sfu.wire.payload;
