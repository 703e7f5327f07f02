/** A mix at work: its thread, its inputs, its outputs. */
@NullMarked
package io.ringcast.mixer.job;

import org.jspecify.annotations.NullMarked;
