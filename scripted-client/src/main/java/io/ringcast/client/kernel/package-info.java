/** Sockets of Linux by the foreign function interface, for crowds of peers that Java's own channels cannot keep up with. */
@NullMarked
package io.ringcast.client.kernel;

import org.jspecify.annotations.NullMarked;
