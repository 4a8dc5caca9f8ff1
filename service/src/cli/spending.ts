import type { Spending } from "@cosmic/contract";

/** What was spent today and what is left, in a line. */
export function describeSpending(spending: Spending): string {
  const { requests, tokens, cost_usd, used_up, resets_at } = spending;
  const spent = `${tokens} tokens in ${requests} requests today, ${dollars(cost_usd)}`;
  if (used_up) return `${spent}; the budget is used up, documents wait until ${resets_at}`;
  const left = leftOf(spending);
  return left === "" ? spent : `${spent}; ${left} left`;
}

function leftOf({ left_usd, left_tokens }: Spending): string {
  return [
    ...(left_usd === null ? [] : [dollars(left_usd)]),
    ...(left_tokens === null ? [] : [`${left_tokens} tokens`]),
  ].join(" and ");
}

/** To a hundredth of a cent: a query costs less than that. */
export const dollars = (amount: number) => `$${amount.toFixed(4)}`;
