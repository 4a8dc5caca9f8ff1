import { useLocation } from "wouter";
import { SignInPage } from "./sign-in-page.tsx";
import { SignUpPage } from "./sign-up-page.tsx";

/** What somebody sees who is not signed in. The address stays, so that signing in leads to what it names. */
export function Entrance() {
  const [path] = useLocation();
  return path === "/sign-up" ? <SignUpPage /> : <SignInPage />;
}
