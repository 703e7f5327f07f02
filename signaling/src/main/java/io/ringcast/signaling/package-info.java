/** Rooms and their doors. */
@org.jspecify.annotations.NullMarked
package io.ringcast.signaling;
