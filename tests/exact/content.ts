/** Every body is a piece of this. */
export const CONTENT: Buffer = Buffer.alloc(4_194_304, 'Atlantic counts every octet. ');
