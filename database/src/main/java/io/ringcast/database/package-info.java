/** The one SQL database of a server: SQLite by default, PostgreSQL where there is one. Who keeps what in it is its owners' own matter. */
@NullMarked
package io.ringcast.database;

import org.jspecify.annotations.NullMarked;
