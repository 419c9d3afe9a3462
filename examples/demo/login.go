package main

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
)

const loginCookie = "go_demo_login"

// logins maps the value of the cookie to the user's ID. They are gone with the
// process.
type logins struct{ sync.Map }

// currentUser returns the user who is logged in with the browser that sent the
// request.
func (a *app) currentUser(r *http.Request) (user, bool) {
	cookie, err := r.Cookie(loginCookie)
	if err != nil {
		return user{}, false
	}
	id, _ := a.logins.Load(cookie.Value)
	return findUser(id)
}

func findUser(id any) (user, bool) {
	i := slices.IndexFunc(users, func(u user) bool { return u.ID == id })
	if i < 0 {
		return user{}, false
	}
	return users[i], true
}

// login makes the browser one of the users. A real app would ask for a password.
func (a *app) login(w http.ResponseWriter, r *http.Request) {
	u, ok := findUser(r.FormValue("user"))
	if !ok {
		http.Error(w, "there is no such user", http.StatusBadRequest)
		return
	}
	key := rand.Text()
	a.logins.Store(key, u.ID)
	http.SetCookie(w, &http.Cookie{Name: loginCookie, Value: key, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	w.WriteHeader(http.StatusNoContent)
}

func (a *app) logout(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(loginCookie); err == nil {
		a.logins.Delete(cookie.Value)
	}
	http.SetCookie(w, &http.Cookie{Name: loginCookie, Path: "/", MaxAge: -1})
	w.WriteHeader(http.StatusNoContent)
}

// describe tells the page what there is, and who is logged in.
func (a *app) describe(w http.ResponseWriter, r *http.Request) {
	description := struct {
		BaseURL string `json:"baseUrl"`
		User    *user  `json:"user"` // null if nobody is
		Users   []user `json:"users"`
		Rooms   []room `json:"rooms"`
	}{BaseURL: a.baseURL, Users: users, Rooms: rooms}
	if u, ok := a.currentUser(r); ok {
		description.User = &u
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(description) // the browser may have gone
}
