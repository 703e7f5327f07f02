/** STUN messages (RFC 8489) with the attributes of ICE (RFC 8445): views for reading, a writer for answers and checks. */
@org.jspecify.annotations.NullMarked
package io.ringcast.sfu.wire.stun;
