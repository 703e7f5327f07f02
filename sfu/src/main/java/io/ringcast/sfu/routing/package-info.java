/** Who gets what: peers, publications and their replicas on one loop, and the crossings between loops. */
@NullMarked
package io.ringcast.sfu.routing;

import org.jspecify.annotations.NullMarked;
