/** Our own door to rooms: prepared, their roles switched, their audience listed, their attributes shared. */
@NullMarked
package io.ringcast.signaling.control;

import org.jspecify.annotations.NullMarked;
