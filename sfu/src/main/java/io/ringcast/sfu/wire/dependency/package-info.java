/** The dependency descriptor: which frame of a layered stream stands on which, told in an RTP header extension. */
@org.jspecify.annotations.NullMarked
package io.ringcast.sfu.wire.dependency;
