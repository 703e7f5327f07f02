/** What a publisher sends: streams told apart, logged, repaired and metered. */
@NullMarked
package io.ringcast.sfu.ingress;

import org.jspecify.annotations.NullMarked;
