import type pg from "pg";

/**
 * Works with one connection of the pool, which has it back however the work ends. One that is broken, or still in a
 * transaction, is closed: nobody else may get it.
 */
export async function withPooledClient<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(client.getTransactionStatus() !== "I");
  }
}
