/** What those in a room do about its stage, its attributes and their layers with their own tokens, and how they are told: docs/stage.md. */
@NullMarked
package io.ringcast.signaling.stage;

import org.jspecify.annotations.NullMarked;
