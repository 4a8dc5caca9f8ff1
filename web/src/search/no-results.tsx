/** Nothing was found. */
export function NoResults() {
  return (
    <div>
      <p>Nothing was found.</p>
      <p>
        Other words for the same thing may help: entries are found by what they are about. What was written a
        moment ago is found once it says “Searchable”.
      </p>
    </div>
  );
}
