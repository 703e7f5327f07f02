/** What operators see: each room's media as figures, who has trouble there, and why. docs/dashboard.md tells the rules. */
@NullMarked
package io.ringcast.signaling.insight;

import org.jspecify.annotations.NullMarked;
