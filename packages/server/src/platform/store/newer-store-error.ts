/** The tables were changed by a newer version of the server than this one: the message says where, and what to do. */
export class NewerStoreError extends Error {
  constructor(place: string, migration: string) {
    super(
      `The resources in ${place} were written by a newer version of Catenary (${migration}): start that one again, or restore a backup that this one has made; nothing was changed.`,
    );
  }
}
